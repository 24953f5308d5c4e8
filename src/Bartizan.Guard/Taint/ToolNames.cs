using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Bartizan.Guard.Taint;

/// <summary>What names of tools and arguments say, by the words in <c>content/tools/names.json</c>. A name that says nothing counts as the worst.</summary>
public static class ToolNames
{
    private const int LongestName = 256;

    private static readonly FrozenDictionary<string, FrozenSet<string>> Lists = Load();
    private static readonly FrozenSet<string> Reads = Lists["reads"];
    private static readonly FrozenSet<string> Acts = Lists["acts"];
    private static readonly FrozenSet<string> Outside = Lists["outside"];
    private static readonly FrozenSet<string> Public = Lists["public"];
    private static readonly FrozenSet<string> Private = Lists["private"];
    private static readonly FrozenSet<string> Targets = Lists["targets"];

    /// <summary>Whether a tool of this name may change something or send something outside.</summary>
    public static bool ActsOutward(string tool)
    {
        var words = Split(tool);
        return !words.Exists(Reads.Contains) || words.Exists(Acts.Contains) || words.Exists(Outside.Contains);
    }

    /// <summary>Whether what a tool of this name returns may be private.</summary>
    public static bool ReturnsPrivate(string tool)
    {
        var words = Split(tool);
        return !words.Exists(Public.Contains) || words.Exists(Private.Contains);
    }

    /// <summary>Whether an argument of this name says where something goes or what is acted on.</summary>
    public static bool IsTarget(string argument) => Split(argument).Exists(Targets.Contains);

    private static List<string> Split(string name)
    {
        var words = new List<string>();
        if (name.Length > LongestName)
        {
            return words;
        }

        for (int start = 0, at = 0; at <= name.Length; at++)
        {
            var ends = at == name.Length || !char.IsLetter(name[at]);
            var begins = !ends && at > start && char.IsUpper(name[at]) && (char.IsLower(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1])));
            if (!ends && !begins)
            {
                continue;
            }

            if (at > start)
            {
                words.Add(name[start..at].ToLowerInvariant());
            }

            start = ends ? at + 1 : at;
        }

        return words;
    }

    private static FrozenDictionary<string, FrozenSet<string>> Load()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("tools/names.json")!;
        using var json = JsonDocument.Parse(file);
        return json.RootElement.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.Array)
            .ToFrozenDictionary(p => p.Name, p => p.Value.EnumerateArray().Select(w => w.GetString()!).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
