using Bartizan.Configuration;
using Bartizan.Core.Results;
using YamlDotNet.RepresentationModel;

namespace Bartizan.Import.Sources;

/// <summary>Reads a YAML configuration; merge keys are followed, as the product that wrote it does.</summary>
internal sealed class YamlSource
{
    private const string Merge = "<<";

    private readonly SourceBudget _budget;

    private YamlSource(string file) => _budget = new SourceBudget(file);

    /// <summary>Reads a mapping.</summary>
    /// <exception cref="InputException">It is not a YAML mapping, or larger or deeper than is read.</exception>
    public static SourceNode Read(string text, string file) => YamlInput.Parse(text, file, SourceBudget.Deepest) is YamlMappingNode root
        ? new YamlSource(file).Convert(root, "", 0)
        : throw new InputException(new InputError("The file is not one YAML mapping.", "Check that it is the right file.", file, 1, 1));

    private SourceNode Convert(YamlNode node, string path, int depth)
    {
        _budget.Take(depth);
        var line = (int)node.Start.Line;
        return node switch
        {
            YamlMappingNode mapping => new(path, line) { Fields = [.. Fields(mapping, path, depth)] },
            YamlSequenceNode list => new(path, line) { Items = [.. list.Children.Select((c, i) => Convert(c, $"{path}[{i}]", depth + 1))] },
            YamlScalarNode scalar => new(path, line) { Text = IsNull(scalar) ? null : scalar.Value },
            _ => new(path, line),
        };
    }

    private IEnumerable<(string Name, SourceNode Node)> Fields(YamlMappingNode mapping, string path, int depth)
    {
        var own = mapping.Children.Where(c => Name(c.Key) != Merge).ToList();
        foreach (var (key, value) in own)
        {
            yield return (Name(key), Convert(value, path.Length == 0 ? Name(key) : $"{path}.{Name(key)}", depth + 1));
        }

        var known = own.Select(c => Name(c.Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, merged) in mapping.Children.Where(c => Name(c.Key) == Merge))
        {
            foreach (var from in (merged is YamlSequenceNode list ? list.Children : [merged]).OfType<YamlMappingNode>())
            {
                _budget.Take(depth + 1);
                foreach (var field in Fields(from, path, depth + 1).Where(f => known.Add(f.Name)))
                {
                    yield return field;
                }
            }
        }
    }

    private static string Name(YamlNode key) => key is YamlScalarNode { Value: { } name } ? name : "?";

    private static bool IsNull(YamlScalarNode scalar) => scalar is { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };
}
