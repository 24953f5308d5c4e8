using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Unicode;

namespace Bartizan.Identity.Certificates;

/// <summary>
/// The subject of a certificate as RFC 4514 writes it. It is one with a certificate's when both have the same types with the same values in the same order,
/// letter for letter. Case and spaces are not folded, as RFC 5280 §7.1 would: what an authority keeps apart is never one here.
/// </summary>
internal sealed class SubjectName
{
    private const int MostParts = 32;
    private const string Escapable = "\\\"+,;<> #=";
    private const string NeverBare = "\"+,;<>\0";

    // RFC 4514 §3; all other types are written as numbers.
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CN"] = "2.5.4.3",
        ["L"] = "2.5.4.7",
        ["ST"] = "2.5.4.8",
        ["O"] = "2.5.4.10",
        ["OU"] = "2.5.4.11",
        ["C"] = "2.5.4.6",
        ["STREET"] = "2.5.4.9",
        ["DC"] = "0.9.2342.19200300.100.1.25",
        ["UID"] = "0.9.2342.19200300.100.1.1",
    };

    // As they stand in a certificate, which is the other way round than RFC 4514 §2.1 writes them. In each the values by their types.
    private readonly List<Dictionary<string, Value>> _sets;

    private SubjectName(List<Dictionary<string, Value>> sets) => _sets = sets;

    /// <summary>Reads it; null unless it is RFC 4514 to the letter, of 1 to 32 values, none of them empty and no type twice in one place.</summary>
    public static SubjectName? Parse(string text)
    {
        var (sets, set, count) = (new List<Dictionary<string, Value>>(), new Dictionary<string, Value>(StringComparer.Ordinal), 0);
        for (var at = 0; text.Length <= AlternativeNames.LongestName; at++)
        {
            if (Part(text, ref at) is not var (type, value) || ++count > MostParts || !set.TryAdd(type, value))
            {
                return null;
            }

            if (at == text.Length || text[at] == ',')
            {
                sets.Add(set);
                set = new(StringComparer.Ordinal);
            }

            if (at == text.Length)
            {
                sets.Reverse();
                return new SubjectName(sets);
            }
        }

        return null;
    }

    /// <summary>Whether a certificate's subject is this one.</summary>
    public bool Is(X500DistinguishedName subject)
    {
        try
        {
            var reader = new AsnReader(subject.RawData, AsnEncodingRules.DER);
            var names = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            foreach (var set in _sets)
            {
                if (!names.HasData || !IsSet(set, names.ReadSetOf()))
                {
                    return false;
                }
            }

            return !names.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool IsSet(Dictionary<string, Value> expected, AsnReader set)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (set.HasData)
        {
            var part = set.ReadSequence();
            var type = part.ReadObjectIdentifier();
            var encoded = part.ReadEncodedValue();
            part.ThrowIfNotEmpty();
            if (!seen.Add(type) || !expected.TryGetValue(type, out var value) || !value.Is(encoded))
            {
                return false;
            }
        }

        return seen.Count == expected.Count;
    }

    // Leaves the place at the comma or plus sign behind it, or at the end.
    private static (string Type, Value Value)? Part(string text, ref int at)
    {
        var equals = text.IndexOf('=', at);
        if (equals < 0 || OidOf(text[at..equals]) is not { } type)
        {
            return null;
        }

        at = equals + 1;
        var value = at < text.Length && text[at] == '#' ? Encoded(text, ref at) : Written(text, ref at);
        return value is null ? null : (type, value);
    }

    private static string? OidOf(string type)
    {
        if (Types.TryGetValue(type, out var known))
        {
            return known;
        }

        try
        {
            new AsnWriter(AsnEncodingRules.DER).WriteObjectIdentifier(type);
            return type;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Value? Encoded(string text, ref int at)
    {
        var end = text.AsSpan(at).IndexOfAny(',', '+') is var length and >= 0 ? at + length : text.Length;
        try
        {
            var der = Convert.FromHexString(text.AsSpan(at + 1, end - at - 1));
            at = end;
            AsnDecoder.ReadEncodedValue(der, AsnEncodingRules.DER, out _, out _, out var consumed);
            return consumed == der.Length ? new Value(null, der) : null;
        }
        catch (Exception e) when (e is FormatException or AsnContentException)
        {
            return null;
        }
    }

    private static Value? Written(string text, ref int at)
    {
        var (bytes, begin, endsInSpace) = (new List<byte>(), at, false);
        while (at < text.Length && text[at] is not (',' or '+'))
        {
            endsInSpace = text[at] == ' ';
            if (text[at] == '\\')
            {
                if (Escaped(text.AsSpan(at + 1)) is not var (escaped, length))
                {
                    return null;
                }

                bytes.Add(escaped);
                at += 1 + length;
            }
            else if (NeverBare.Contains(text[at]) || (endsInSpace && at == begin) || !Rune.TryGetRuneAt(text, at, out var rune))
            {
                return null;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                at += rune.Utf16SequenceLength;
            }
        }

        var value = bytes.ToArray();
        return value.Length > 0 && !endsInSpace && Utf8.IsValid(value) && Encoding.UTF8.GetString(value) is var read && !read.Any(char.IsControl) ? new Value(read, null) : null;
    }

    // What stands behind a backslash: a character that has a meaning, or a byte in hexadecimal.
    private static (byte Value, int Length)? Escaped(ReadOnlySpan<char> text) =>
        text.Length > 0 && Escapable.Contains(text[0]) ? ((byte)text[0], 1)
        : text.Length > 1 && char.IsAsciiHexDigit(text[0]) && char.IsAsciiHexDigit(text[1]) ? (byte.Parse(text[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), 2)
        : null;

    // A text does not say in which kind of string it stands; a value written in hexadecimal does, and says everything.
    private sealed record Value(string? Text, byte[]? Encoded)
    {
        public bool Is(ReadOnlyMemory<byte> encoded)
        {
            if (Encoded is not null)
            {
                return encoded.Span.SequenceEqual(Encoded);
            }

            var tag = Asn1Tag.Decode(encoded.Span, out _);
            return tag.TagClass == TagClass.Universal
                && (UniversalTagNumber)tag.TagValue is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
                && new AsnReader(encoded, AsnEncodingRules.DER).ReadCharacterString((UniversalTagNumber)tag.TagValue) == Text;
        }
    }
}
