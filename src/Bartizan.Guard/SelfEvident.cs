using System.Buffers;
using System.Text;
using Bartizan.Guard.Personal;
using Bartizan.Guard.Secrets;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard;

/// <summary>
/// Tells of a value, by its own form and nothing around it, whether it is or holds a credential of a known issuer, a payment card number or an IBAN. For
/// values that pass uninspected because of where they stand, such as ids and counts: as long as this finds nothing in them.
/// </summary>
public static class SelfEvident
{
    /// <summary>Bytes below which a value cannot be any of these: a card number has 13 digits.</summary>
    public const int Shortest = 13;

    // Longer values are no ids; what stands in them encoded is opened where they are inspected as text.
    private const int LongestOpened = 256;

    private static readonly SearchValues<byte> Telling = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);
    private static readonly NumberDetector Numbers = new();
    private static readonly TokenDetector Tokens = new(canaries: null, encoded: null);
    private static readonly TokenDetector OpenedTokens = new(canaries: null, new EncodedRuns(SpanScanner.CreateNested(new GuardOptions())));

    [ThreadStatic]
    private static List<Hit>? _hits;

    /// <summary>The same of text.</summary>
    public static string? LabelOf(ReadOnlySpan<char> value) =>
        value.Length < Shortest ? null : LabelOf(value, value.Length <= LongestOpened ? OpenedTokens : Tokens);

    /// <summary>The label of what stands in <paramref name="value"/>, or null. Bytes beyond ASCII are letters of nothing.</summary>
    public static string? LabelOf(ReadOnlySpan<byte> value)
    {
        if (value.Length < Shortest || value.IndexOfAny(Telling) < 0)
        {
            return null;
        }

        if (value.Length <= LongestOpened)
        {
            Span<char> few = stackalloc char[LongestOpened];
            return LabelOf(few[..Encoding.Latin1.GetChars(value, few)], OpenedTokens);
        }

        var many = ArrayPool<char>.Shared.Rent(value.Length);
        try
        {
            return LabelOf(many.AsSpan(0, Encoding.Latin1.GetChars(value, many)), Tokens);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(many);
        }
    }

    private static string? LabelOf(ReadOnlySpan<char> text, TokenDetector tokens)
    {
        var hits = _hits ??= [];
        hits.Clear();
        var view = new SpanText(text, final: true);
        tokens.Scan(ref view, 0, hits);
        Numbers.Scan(ref view, 0, hits);
        foreach (var hit in hits)
        {
            // Two letters before random ones are what base64 looks like anyway.
            if ((hit.What.IsSecret && hit.What.Label != "secret.yandex-key") || hit.What.Label is "pii.payment-card" or "pii.iban")
            {
                return hit.What.Label;
            }
        }

        return null;
    }
}
