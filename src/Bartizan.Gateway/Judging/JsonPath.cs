using System.Globalization;
using System.Text.Json;

namespace Bartizan.Gateway.Judging;

/// <summary>Where a value stands in JSON: names joined by dots, and places in brackets, e.g. <c>results[0].score</c> or <c>[0][1].score</c>.</summary>
internal sealed class JsonPath
{
    private const int MostSteps = 16;

    private readonly object[] _steps;

    private JsonPath(object[] steps) => _steps = steps;

    /// <summary>Reads a path; null when it is none.</summary>
    public static JsonPath? TryParse(string text)
    {
        var steps = new List<object>();
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            if (rest[0] == '[')
            {
                var end = rest.IndexOf(']');
                if (end < 0 || !int.TryParse(rest[1..end], NumberStyles.None, CultureInfo.InvariantCulture, out var place))
                {
                    return null;
                }

                steps.Add(place);
                rest = rest[(end + 1)..];
                if (rest.Length > 0 && rest[0] is not ('[' or '.'))
                {
                    return null;
                }
            }
            else
            {
                if (steps.Count > 0 && rest[0] != '.')
                {
                    return null;
                }

                rest = steps.Count > 0 ? rest[1..] : rest;
                var end = rest.IndexOfAny('.', '[');
                var name = end < 0 ? rest : rest[..end];
                if (name.IsEmpty)
                {
                    return null;
                }

                steps.Add(name.ToString());
                rest = end < 0 ? [] : rest[end..];
            }
        }

        return steps.Count is > 0 and <= MostSteps ? new JsonPath([.. steps]) : null;
    }

    /// <summary>The value there; null when there is none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        foreach (var step in _steps)
        {
            switch (step)
            {
                case string name when root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value):
                    root = value;
                    break;
                case int place when root.ValueKind == JsonValueKind.Array && place < root.GetArrayLength():
                    root = root[place];
                    break;
                default:
                    return null;
            }
        }

        return root;
    }
}
