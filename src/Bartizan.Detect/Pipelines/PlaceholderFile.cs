using Bartizan.Core.Results;
using Bartizan.Detect.Yaml;

namespace Bartizan.Detect.Pipelines;

/// <summary>Values of placeholders, as a YAML mapping of names, without percent signs, to a value or a list of values.</summary>
public static class PlaceholderFile
{
    /// <summary>Reads one.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InputException">It is no such mapping.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(string text, string file)
    {
        if (YamlDocuments.Read(text, file) is not [{ Kind: YamlKind.Map } root])
        {
            throw new InputException(new InputError("Placeholders are one mapping.", "Write name: [value, …] on each line.", file, 1, 1));
        }

        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in root.Fields)
        {
            var values = value.AsList();
            if (values.Count == 0 || values.Any(v => v.Kind != YamlKind.Scalar))
            {
                throw new InputException(new InputError($"The placeholder '{name.Text}' needs a value or a list of values.", "Write name: [value, …].", file, name.Line, name.Column));
            }

            lists[name.Text] = [.. values.Select(v => v.Text)];
        }

        return lists;
    }
}
