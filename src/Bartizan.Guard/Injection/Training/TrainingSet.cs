using System.Security.Cryptography;
using System.Text;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection.Training;

/// <summary>Labelled rows as the bags that the heads are trained on.</summary>
internal static class TrainingSet
{
    private const int LongestPadded = 400;
    private const int ShortestPadding = 120;

    /// <summary>A row's features; the payload, where it is named, is looked up in the normalised text.</summary>
    public static Bag ToBag(LabelledText row)
    {
        var text = TextNormalizer.Normalize(row.Text.AsMemory());
        Piece[] pieces = [Piece.From(text.Text.Span), .. text.Views.Select(view => Piece.From(view.Text.Span))];
        if (row.Payload.Length == 0)
            return new Bag(pieces, row.IsAttack);
        var payload = TextNormalizer.Normalize(row.Payload.AsMemory()).Text.Span;
        var start = text.Text.Span.IndexOf(payload, StringComparison.Ordinal);
        return new Bag(pieces, row.IsAttack, start, start < 0 ? -1 : start + payload.Length);
    }

    /// <summary>
    /// Short user attacks set between two benign user texts, so that the window head learns to find them there: public attack sets hold
    /// bare attacks only, and a head trained on those is blind to one behind a page of small talk.
    /// </summary>
    public static IEnumerable<LabelledText> Padded(IReadOnlyList<LabelledText> rows, ulong seed)
    {
        var padding = rows.Where(r => r is { IsAttack: false, Channel: InjectionChannel.User, Text.Length: >= ShortestPadding }).ToList();
        var attacks = rows.Where(r => r is { IsAttack: true, Channel: InjectionChannel.User, Text.Length: <= LongestPadded }).ToList();
        if (padding.Count == 0)
            yield break;
        var random = new SplitMix(seed);
        for (var i = 0; i < attacks.Count; i += 2)
        {
            var attack = attacks[i];
            var before = padding[random.Below(padding.Count)].Text;
            var after = padding[random.Below(padding.Count)].Text;
            yield return attack with { Text = $"{before}{(i % 4 == 0 ? ' ' : '\n')}{attack.Text}\n{after}", Payload = attack.Text };
        }
    }

    /// <summary>Whether a row is kept from training and used for calibration: one near-duplicate cluster in twenty.</summary>
    public static bool IsForCalibration(LabelledText row)
    {
        var group = row.Group.Length > 0 ? row.Group : row.Text;
        return SHA256.HashData(Encoding.UTF8.GetBytes(group))[0] < 256 / 20;
    }

    /// <summary>SHA-256 over channel, label and text of the rows, in order.</summary>
    public static string Digest(IEnumerable<LabelledText> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in rows)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{row.Channel}\0{row.Label}\0{row.Text}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
