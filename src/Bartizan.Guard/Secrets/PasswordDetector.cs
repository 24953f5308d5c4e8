using System.Buffers;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Secrets;

/// <summary>
/// Passwords behind the words that name them: <c>password = "…"</c>, <c>IDENTIFIED BY '…'</c>, <c>--password …</c>, <c>CURLOPT_USERPWD, "user:…"</c>.
/// The value must look like one that somebody chose: letters and digits, and of three kinds of character. The span is the value alone.
/// </summary>
internal sealed class PasswordDetector : SpanDetector
{
    private const int MinValue = 8;
    private const int MaxValue = 80;
    private const int MaxName = 40;
    private const int LongestWord = 10;
    private static readonly HitKind Kind = new("secret.generic", "secrets", "A value that looks like a password behind a word that names one.");
    private static readonly SearchValues<string> Words = SearchValues.Create(["passw", "passphrase", "passin", "passout", "pwd", "identified", "--user", "secret"], StringComparison.OrdinalIgnoreCase);
    private static readonly CharSet Bare = CharSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/.!@#%^*~?:");
    private static readonly CharSet Symbols = CharSet.Of("!@#%^&*~?$-+=()_:;,./|");

    private static readonly SearchValues<char> CodeSigns = SearchValues.Create("/(){}[]<>,;\\\"'");

    public override string Name => "secrets";

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (at < text.Length && text.Chars[at..].IndexOfAny(Words) is >= 0 and var offset)
        {
            var word = at + offset;
            var hit = Match(ref text, word);
            if (text.NeedsMore())
            {
                return word;
            }

            if (hit.Length > 0)
            {
                hits.Add(hit);
            }

            at = Math.Max(word + 3, hit.End);
        }

        // The letters at the end may begin one of the words.
        var tail = text.Length;
        while (!text.Final && tail > at && text.Length - tail < LongestWord && (char.IsAsciiLetter(text.Chars[tail - 1]) || text.Chars[tail - 1] == '-'))
        {
            tail--;
        }

        return Math.Min(tail, text.Length);
    }

    private static Hit Match(ref SpanText text, int word)
    {
        var name = word + text.Run(word, CharSet.Base64Url, MaxName);
        var option = text[word - 1] == '-' || text[word] == '-';
        var spoken = option || text.StartsWith(word, "identified") || text.StartsWith(word, "IDENTIFIED") || char.IsAsciiLetterUpper(text[word]) || text.StartsWith(word, "password '");
        var at = SkipOperator(ref text, name, out var signed);
        if (!signed && (!spoken || at == name))
        {
            return default;
        }

        var quote = text[at];
        var quoted = quote is '"' or '\'' or '`';
        var start = quoted ? at + 1 : at;
        var end = start;
        while (end - start <= MaxValue && (quoted ? text[end] != quote && text[end] is > ' ' and < (char)127 and not '\\' : Bare.Contains(text[end])))
        {
            end++;
        }

        // A full stop or a colon behind a bare value is the sentence's.
        while (!quoted && end > start && text[end - 1] is '.' or ':' or '?')
        {
            end--;
        }

        if (text.Touched || end - start > MaxValue || (quoted ? text[end] != quote && text[end] != '\\' : text[end] is '(' or '[' or '{' or '$' or '=' or '<'))
        {
            return default;
        }

        var value = text.Chars[start..end];
        if (value.IndexOf(':') is > 0 and var colon && (text.StartsWith(word, "--user") || EndsWith(text.Chars[word..name], "userpwd") || EndsWith(text.Chars[word..name], "pwd")) || (colon = TwoNames(value)) > 0)
        {
            start += colon + 1;
            value = value[(colon + 1)..];
        }
        else if (text.StartsWith(word, "--user"))
        {
            return default;
        }

        return IsChosen(value, quoted) ? new Hit(start, value.Length, Kind, 0.75) : default;
    }

    // passin "pass:…" of openssl.
    private static int TwoNames(ReadOnlySpan<char> value) => value.StartsWith("pass:") ? 4 : 0;

    private static bool EndsWith(ReadOnlySpan<char> name, ReadOnlySpan<char> end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    /// <summary>Skips quotes, blanks and the sign or word between a name and its value.</summary>
    private static int SkipOperator(ref SpanText text, int name, out bool signed)
    {
        signed = false;
        var at = name;
        at += text[at] is '"' or '\'' or '`' or ']' ? 1 : 0;
        at += text.Run(at, Blank, 4);
        if (text.StartsWith(at, "by ") || text.StartsWith(at, "BY ") || text.StartsWith(at, "is ") || text.StartsWith(at, "to "))
        {
            signed = true;
            at += 3;
        }
        else if (text.StartsWith(at, "WITH ") && text.Run(at + 5, CharSet.Base64Url, MaxName) is var plugin && (text.StartsWith(at + 5 + plugin, " BY ") || text.StartsWith(at + 5 + plugin, " AS ")))
        {
            signed = true;
            at += 9 + plugin;
        }
        else
        {
            var sign = text.Run(at, Sign, 3);
            signed = sign > 0;
            at += sign;
        }

        return at + text.Run(at, Blank, 4);
    }

    private static readonly CharSet Blank = CharSet.Of(" \t");
    private static readonly CharSet Sign = CharSet.Of(":=>,|");

    private static bool IsChosen(ReadOnlySpan<char> value, bool quoted)
    {
        if (value.Length < MinValue || Placeholders.IsVariable(value) || Placeholders.IsSequence(value))
        {
            return false;
        }

        var (upper, lower, digits, symbols, changes) = (0, 0, 0, 0, 0);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            symbols += Symbols.Contains(c) ? 1 : 0;
            changes += i > 0 && char.IsAsciiDigit(c) != char.IsAsciiDigit(value[i - 1]) ? 1 : 0;
        }

        // Code, paths, addresses and identifiers have the symbols; names have capitals and a number at the end.
        var code = value.ContainsAny(CodeSigns) || (!quoted && value.ContainsAny(".:")) || value.Contains("::", StringComparison.Ordinal) || value.Contains("${", StringComparison.Ordinal);
        var kinds = (upper > 0 ? 1 : 0) + (lower > 0 ? 1 : 0) + (digits > 0 ? 1 : 0) + (symbols > 0 && !IsName(value) ? 1 : 0);
        return !code && digits > 0 && upper + lower >= 3 && kinds >= 3 && changes >= 2 && !Placeholders.IsWord(value) && upper + lower + digits + symbols == value.Length;
    }

    // snake_case-2, kebab-case: words with joints.
    private static bool IsName(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!CharSet.Base64Url.Contains(c) && c != '.')
            {
                return false;
            }
        }

        return true;
    }
}
