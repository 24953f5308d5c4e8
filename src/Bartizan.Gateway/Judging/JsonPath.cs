using System.Globalization;
using System.Text.Json;

namespace Bartizan.Gateway.Judging;

/// <summary>
/// Where a value stands in JSON: names joined by dots, places in brackets, and of a list the first item with a certain text as a member, e.g.
/// <c>results[0].score</c> or <c>[0][label=INJECTION].score</c>.
/// </summary>
internal sealed class JsonPath
{
    private const int MostSteps = 16;

    private readonly Step[] _steps;

    private JsonPath(Step[] steps) => _steps = steps;

    /// <summary>Reads a path; null when it is none.</summary>
    public static JsonPath? TryParse(string text)
    {
        var steps = new List<Step>();
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            if (steps.Count == MostSteps || (rest[0] == '[' ? Bracket(ref rest) : Name(ref rest, first: steps.Count == 0)) is not { } step)
            {
                return null;
            }

            steps.Add(step);
        }

        return steps.Count > 0 ? new JsonPath([.. steps]) : null;
    }

    /// <summary>The value there; null when there is none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        JsonElement? at = root;
        for (var i = 0; i < _steps.Length && at is { } value; i++)
        {
            at = _steps[i].Find(value);
        }

        return at;
    }

    private static Step? Name(ref ReadOnlySpan<char> rest, bool first)
    {
        if (!first)
        {
            if (rest[0] != '.')
            {
                return null;
            }

            rest = rest[1..];
        }

        var end = rest.IndexOfAny('.', '[');
        var name = end < 0 ? rest : rest[..end];
        rest = rest[name.Length..];
        return name.IsEmpty ? null : new Step(name.ToString());
    }

    private static Step? Bracket(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(']');
        if (end < 0)
        {
            return null;
        }

        var inside = rest[1..end];
        rest = rest[(end + 1)..];
        var equals = inside.IndexOf('=');
        return equals > 0 ? new Step(inside[..equals].ToString(), Text: inside[(equals + 1)..].ToString())
            : int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? new Step(null, place)
            : null;
    }

    /// <summary>A step down: to the member <paramref name="Member"/>, to the item at <paramref name="Place"/>, or to the first item whose member is <paramref name="Text"/>.</summary>
    private readonly record struct Step(string? Member, int Place = 0, string? Text = null)
    {
        public JsonElement? Find(JsonElement value)
        {
            if (Member is null)
            {
                return value.ValueKind == JsonValueKind.Array && Place < value.GetArrayLength() ? value[Place] : null;
            }

            return Text is null ? Under(value, Member) : Among(value, Member, Text);
        }

        private static JsonElement? Under(JsonElement value, string member) =>
            value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var found) ? found : null;

        private static JsonElement? Among(JsonElement value, string member, string text)
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            foreach (var item in value.EnumerateArray())
            {
                if (Under(item, member) is { ValueKind: JsonValueKind.String } named && named.ValueEquals(text))
                {
                    return item;
                }
            }

            return null;
        }
    }
}
