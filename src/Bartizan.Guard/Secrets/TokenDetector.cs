using Bartizan.Guard.Canaries;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Secrets;

/// <summary>
/// Looks at maximal runs of token characters, at least <see cref="TokenRuns.MinRun"/> long: credentials by prefix, JSON Web Tokens, canaries,
/// assigned secrets, and runs that decode to text.
/// </summary>
internal sealed class TokenDetector : SpanDetector
{
    /// <summary>A longer run is looked at in pieces of this size, each on its own.</summary>
    public const int MaxRun = 8192;

    private static readonly SecretRule[]?[] RulesByFirst = ByFirst(SecretRules.All);
    private static readonly HitKind Canary = new("canary", "canary", "A canary token of this installation: text that was planted and must not travel has leaked.");
    private readonly CanaryTokens? _canaries;
    private readonly EncodedRuns? _encoded;

    /// <summary>Creates the detector.</summary>
    /// <param name="canaries">Recognises our canaries, or null.</param>
    /// <param name="encoded">Opens runs that decode to text, or null inside a text that was itself decoded.</param>
    public TokenDetector(CanaryTokens? canaries, EncodedRuns? encoded)
    {
        _canaries = canaries;
        _encoded = encoded;
    }

    public override string Name => "secrets";

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (TokenRuns.TryFind(text.Chars, at, out var start, out var end))
        {
            if (end == text.Length && !text.Final && end - start < MaxRun)
            {
                return HeadedTokens.Earliest(text.Chars, start);
            }

            end = Math.Min(end, start + MaxRun);
            var before = hits.Count;
            end = Math.Max(end, Inspect(ref text, start, end, hits));
            if (text.NeedsMore())
            {
                hits.RemoveRange(before, hits.Count - before);
                return HeadedTokens.Earliest(text.Chars, start);
            }

            at = end;
        }

        // The tail may be the beginning of a run, or the head before one.
        var tail = text.Length;
        while (!text.Final && tail > at && CharSet.Token.Contains(text.Chars[tail - 1]))
        {
            tail--;
        }

        return text.Final ? tail : HeadedTokens.Earliest(text.Chars, tail);
    }

    /// <summary>Looks at one run; returns where to go on, which is beyond its end when a token went on past it.</summary>
    private int Inspect(ref SpanText text, int start, int end, List<Hit> hits)
    {
        var found = hits.Count;
        var at = start;
        if (HeadedTokens.Match(ref text, start) is { Length: > 0 } headed)
        {
            hits.Add(headed);
            at = headed.End;
        }

        while (at < end)
        {
            // A token begins where a word does.
            if (at > 0 && CharSet.Alphanumeric.Contains(text[at - 1]))
            {
                at++;
                continue;
            }

            var length = Match(ref text, at, end, hits);
            at += Math.Max(length, 1);
        }

        if (hits.Count == found)
        {
            InspectWhole(ref text, start, end, hits);
        }

        return at;
    }

    private int Match(ref SpanText text, int at, int end, List<Hit> hits)
    {
        var first = text[at];
        if (RulesByFirst[first & 127] is { } rules && first < 128)
        {
            foreach (var rule in rules)
            {
                if (text.StartsWith(at, rule.Prefix) && rule.Match(ref text, at, out var score) is > 0 and var length)
                {
                    hits.Add(new Hit(at, length, rule.Kind, score));
                    return length;
                }
            }
        }

        if (first == 'e' && text.StartsWith(at, "eyJ") && JsonWebToken.Match(ref text, at) is > 0 and var tokenLength)
        {
            hits.Add(new Hit(at, tokenLength, JsonWebToken.Kind, 0.98));
            return tokenLength;
        }

        if (_canaries is not null && first is 'b' or 'B' && end - at >= CanaryTokens.Length && _canaries!.Recognise(text.Chars.Slice(at, CanaryTokens.Length)))
        {
            hits.Add(new Hit(at, CanaryTokens.Length, Canary, 1));
            return CanaryTokens.Length;
        }

        return 0;
    }

    private void InspectWhole(ref SpanText text, int start, int end, List<Hit> hits)
    {
        var run = text.Chars[start..end];
        if (_encoded is not null && _encoded.Open(ref text, start, end, hits))
        {
            return;
        }

        if (RunForms.Match(run) is { } form)
        {
            hits.Add(new Hit(start, run.Length, form, 0.95));
            return;
        }

        if (KeyLines.Match(ref text, start, end))
        {
            hits.Add(new Hit(start, run.Length, KeyLines.Kind, 0.6));
            return;
        }

        var padding = text.Run(end, Padding, 2);
        if (AssignedSecret.Recognise(ref text, start, run, out var score) is { } kind)
        {
            hits.Add(new Hit(start, run.Length + padding, kind, score));
        }
    }

    private static readonly CharSet Padding = CharSet.Of("=");

    private static SecretRule[]?[] ByFirst(IReadOnlyList<SecretRule> all)
    {
        var table = new SecretRule[]?[128];
        foreach (var group in all.GroupBy(rule => rule.Prefix[0]))
        {
            // Longest prefix first: sk-ant- before sk-.
            table[group.Key] = [.. group.OrderByDescending(rule => rule.Prefix.Length)];
        }

        return table;
    }
}
