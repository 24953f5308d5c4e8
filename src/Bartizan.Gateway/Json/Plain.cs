using System.Buffers;
using Bartizan.Guard;

namespace Bartizan.Gateway.Json;

/// <summary>
/// Shapes of values that need no inspection, because nothing can be said in them. A key or a card number can be given any of these shapes, so each of them
/// also asks the guard whether the value is one by its own form.
/// </summary>
internal static class Plain
{
    private const int IdentifierLength = 128;
    private const int WordLength = 40;
    private const int AnyWord = 5;
    private const int Slots = 16;

    [ThreadStatic]
    private static (byte[] Id, int Length)[]? _lately;

    private static readonly SearchValues<byte> Identifier = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/"u8);
    private static readonly SearchValues<byte> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"u8);
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    /// <summary>
    /// At most 128 letters, digits and <c>_-.:/</c>, with a letter among them unless they are too few to be a number that says something: an id, a model's
    /// name, a word of a vocabulary.
    /// </summary>
    public static bool IsIdentifier(ReadOnlySpan<byte> raw) =>
        raw.Length <= IdentifierLength
        && raw.IndexOfAnyExcept(Identifier) < 0
        && (raw.Length <= AnyWord || raw.IndexOfAny(Letters) >= 0)
        && IsHarmlessId(raw);

    /// <summary>At most 40 letters and underscores: the name of a field, in which no number fits, and hardly a secret.</summary>
    public static bool IsWord(ReadOnlySpan<byte> raw) => raw.Length <= WordLength && raw.IndexOfAnyExcept(Word) < 0 && SelfEvident.LabelOf(raw) is null;

    /// <summary>A JSON number that is a count, a time or a score.</summary>
    public static bool IsCount(ReadOnlySpan<byte> raw)
    {
        if (!JsonNumber.IsLong(raw))
        {
            return true;
        }

        Span<char> digits = stackalloc char[JsonNumber.Longest];
        Span<byte> spelled = stackalloc byte[JsonNumber.Longest];
        var length = JsonNumber.Spell(raw, digits);
        return SelfEvident.LabelOf(length == 0 ? raw : spelled[..System.Text.Encoding.ASCII.GetBytes(digits[..length], spelled)]) is null;
    }

    /// <summary>A string's raw content in which there is no key and no card number.</summary>
    public static bool IsHarmless(ReadOnlySpan<byte> raw) => LabelOf(raw) is null;

    /// <summary>The label of what stands in a string's raw content, its escapes read; null when that is nothing.</summary>
    public static string? LabelOf(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < SelfEvident.Shortest || raw.IndexOf((byte)'\\') < 0)
        {
            return SelfEvident.LabelOf(raw);
        }

        var text = default(PooledList<byte>);
        text.Advance(JsonText.Unescape(raw, text.Reserve(raw.Length)));
        var label = SelfEvident.LabelOf(text.Items);
        text.Dispose();
        return label;
    }

    // Every event of a stream says the same few ids: what was harmless lately is, and need not be looked at again.
    private static bool IsHarmlessId(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < SelfEvident.Shortest)
        {
            return true;
        }

        ref var slot = ref (_lately ??= new (byte[], int)[Slots])[(raw.Length + (raw[^1] * 5) + (raw[raw.Length / 2] * 3)) % Slots];
        if (slot.Length == raw.Length && slot.Id.AsSpan(0, raw.Length).SequenceEqual(raw))
        {
            return true;
        }

        if (SelfEvident.LabelOf(raw) is not null)
        {
            return false;
        }

        slot.Id ??= new byte[IdentifierLength];
        raw.CopyTo(slot.Id);
        slot.Length = raw.Length;
        return true;
    }

    /// <summary>Nothing but base64, either alphabet.</summary>
    public static bool IsBase64(ReadOnlySpan<byte> raw) => raw.IndexOfAnyExcept(Base64) < 0;
}
