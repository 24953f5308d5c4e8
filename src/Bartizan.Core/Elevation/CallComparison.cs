using System.Globalization;
using System.Text.Json;

namespace Bartizan.Core.Elevation;

/// <summary>Says in what a call differs from earlier calls of the same agent and tool. Looks only at what is sent along; where that is a digest, nothing is said.</summary>
public static class CallComparison
{
    /// <summary>Differences told at most: people read no more.</summary>
    public const int MostTold = 40;

    private const int MostExamples = 3;
    private const int LongestExample = 60;

    /// <summary>The differences, the gravest first.</summary>
    /// <param name="call">The call as canonical JSON.</param>
    /// <param name="earlier">Earlier calls, likewise; with none there is nothing to compare.</param>
    public static IReadOnlyList<CallDifference> Of(string call, IReadOnlyList<string> earlier)
    {
        if (earlier.Count == 0)
        {
            return [];
        }

        var before = earlier.Select(LeavesOf).ToList();
        var seen = before.SelectMany(l => l).GroupBy(l => l.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(l => l.Value).ToList(), StringComparer.Ordinal);
        var places = before.SelectMany(l => l).SelectMany(l => DestinationsOf(l.Value)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var now = LeavesOf(call);
        var here = now.Select(l => l.Path).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. now.Select(l => Differ(l.Path, l.Value, seen, places)).OfType<CallDifference>()
                .Concat(seen.Keys.Where(p => !here.Contains(p) && before.TrueForAll(l => l.Exists(leaf => leaf.Path == p))).Select(p => new CallDifference(p, DifferenceKind.MissingField, "", Examples(seen[p]))))
                .Distinct()
                .OrderBy(d => Gravity(d.Kind))
                .Take(MostTold),
        ];
    }

    private static CallDifference? Differ(string path, JsonElement value, Dictionary<string, List<JsonElement>> seen, HashSet<string> places)
    {
        if (DestinationsOf(value).FirstOrDefault(d => !places.Contains(d)) is { } place)
        {
            return new(path, DifferenceKind.NewDestination, $"{Cut(place)} in {Text(value)}", places.Count == 0 ? "no destination" : string.Join(", ", places.Order(StringComparer.Ordinal).Take(MostExamples).Select(Cut)));
        }

        if (!seen.TryGetValue(path, out var values))
        {
            return new(path, DifferenceKind.NewField, Text(value), "");
        }

        var numbers = values.Where(v => v.ValueKind == JsonValueKind.Number).Select(v => v.GetDouble()).ToList();
        if (value.ValueKind == JsonValueKind.Number && numbers.Count == values.Count)
        {
            var (number, least, most) = (value.GetDouble(), numbers.Min(), numbers.Max());
            return number >= least && number <= most ? null
                : new(path, DifferenceKind.OutOfRange, Text(value), least == most ? $"always {Number(least)}" : $"{Number(least)} to {Number(most)}");
        }

        return values.Exists(v => v.ValueKind == value.ValueKind && JsonElement.DeepEquals(v, value)) ? null : new(path, DifferenceKind.NewValue, Text(value), Examples(values));
    }

    private static int Gravity(DifferenceKind kind) => kind switch
    {
        DifferenceKind.NewDestination => 0,
        DifferenceKind.OutOfRange => 1,
        DifferenceKind.NewField => 2,
        DifferenceKind.MissingField => 3,
        _ => 4,
    };

    // What is sent along stands under one of three names; of the message itself nothing can differ that the tool and its name do not say.
    private static List<(string Path, JsonElement Value)> LeavesOf(string call)
    {
        var json = JsonElement.Parse(call);
        var leaves = new List<(string, JsonElement)>();
        if (json.TryGetProperty("params", out var parameters) && parameters.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in parameters.EnumerateObject())
            {
                Collect(member.Value, member.Name, leaves);
            }
        }
        else if (json.TryGetProperty("arguments", out var arguments))
        {
            Collect(arguments, "arguments", leaves);
        }

        return leaves;
    }

    private static void Collect(JsonElement json, string path, List<(string, JsonElement)> leaves)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when json.GetPropertyCount() > 0:
                foreach (var member in json.EnumerateObject())
                {
                    Collect(member.Value, $"{path}.{member.Name}", leaves);
                }

                break;
            case JsonValueKind.Array when json.GetArrayLength() > 0:
                foreach (var item in json.EnumerateArray())
                {
                    Collect(item, $"{path}[]", leaves);
                }

                break;
            default:
                leaves.Add((path, json));
                break;
        }
    }

    // Hosts of addresses and domains of mail, wherever in a short text they stand.
    private static IEnumerable<string> DestinationsOf(JsonElement value)
    {
        foreach (var word in value.ValueKind == JsonValueKind.String ? value.GetString()!.Split((char[])[' ', ',', ';', '<', '>', '"', '\'', '(', ')', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries) : [])
        {
            var at = word.LastIndexOf('@');
            if (word.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(word, UriKind.Absolute, out var address) && address.Host.Length > 0)
            {
                yield return address.Host.ToLowerInvariant();
            }
            else if (at > 0 && at < word.Length - 3 && word.AsSpan(at).Contains('.'))
            {
                yield return word[(at + 1)..].TrimEnd('.').ToLowerInvariant();
            }
        }
    }

    private static string Examples(List<JsonElement> values)
    {
        var distinct = values.Select(Text).Distinct(StringComparer.Ordinal).ToList();
        return string.Join(", ", distinct.Take(MostExamples)) + (distinct.Count > MostExamples ? $" and {distinct.Count - MostExamples} more" : "");
    }

    private static string Text(JsonElement value) => Cut(value.GetRawText());

    private static string Cut(string text) => text.Length > LongestExample ? text[..LongestExample] + "…" : text;

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
