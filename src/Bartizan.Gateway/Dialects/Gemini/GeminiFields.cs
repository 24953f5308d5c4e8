using System.Buffers;
using System.Text;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>
/// The fields of one object. The API takes each in camelCase and in snake_case; an object with both spellings of one says two things at once,
/// and is refused. A mutable struct: one for each object.
/// </summary>
internal struct GeminiFields
{
    private static readonly Dictionary<string, GeminiField>.AlternateLookup<ReadOnlySpan<char>> ByName =
        Names().GetAlternateLookup<ReadOnlySpan<char>>();

    private ulong _seen;

    /// <summary>On a key: the field that it names.</summary>
    public GeminiField Take(ref JsonCursor cursor)
    {
        var field = Of(ref cursor);
        if (field == GeminiField.Unknown)
        {
            return field;
        }

        var bit = 1UL << (int)field;
        if ((_seen & bit) != 0)
        {
            throw new JsonRefusal(ReadFailure.DuplicateKey, "A field stands twice in one object, in camelCase and in snake_case.");
        }

        _seen |= bit;
        return field;
    }

    /// <summary>A plain key in camelCase, however it is spelled.</summary>
    public static string Camel(string key)
    {
        var words = key.Split('_');
        var rest = words.Skip(1).Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]);
        return words[0] + string.Concat(rest);
    }

    private static GeminiField Of(ref JsonCursor cursor)
    {
        var raw = cursor.Raw;
        if (raw.Contains((byte)'\\'))
        {
            return ByName.TryGetValue(cursor.Text(), out var escaped) ? escaped : GeminiField.Unknown;
        }

        Span<char> name = stackalloc char[32];
        return raw.Length <= name.Length
            && Ascii.ToUtf16(raw, name, out var length) == OperationStatus.Done
            && ByName.TryGetValue(name[..length], out var field) ? field : GeminiField.Unknown;
    }

    private static Dictionary<string, GeminiField> Names()
    {
        var names = new Dictionary<string, GeminiField>(StringComparer.Ordinal);
        foreach (var field in Enum.GetValues<GeminiField>())
        {
            if (field == GeminiField.Unknown)
            {
                continue;
            }

            var name = field.ToString();
            names[char.ToLowerInvariant(name[0]) + name[1..]] = field;
            var snake = name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}");
            names[string.Concat(snake).ToLowerInvariant()] = field;
        }

        return names;
    }
}
