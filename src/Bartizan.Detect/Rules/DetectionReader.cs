using Bartizan.Core.Results;
using Bartizan.Detect.Yaml;

namespace Bartizan.Detect.Rules;

/// <summary>Reads search identifiers: mappings (all of their items), lists of mappings (any), and keywords (any text of the event).</summary>
internal sealed class DetectionReader(string file, ICollection<InputError> errors)
{
    /// <summary>All search identifiers of <paramref name="detection"/> but those names.</summary>
    public Dictionary<string, DetectionNode> Read(YamlValue detection, params ReadOnlySpan<string> besides)
    {
        var found = new Dictionary<string, DetectionNode>(StringComparer.Ordinal);
        foreach (var (key, value) in detection.Fields)
        {
            if (!besides.Contains(key.Text))
            {
                found[key.Text] = Selection(value);
            }
        }

        return found;
    }

    private DetectionNode Selection(YamlValue value)
    {
        switch (value.Kind)
        {
            case YamlKind.Map when value.Fields.Count > 0:
                return new DetectionGroup(true, [.. value.Fields.Select(f => Item(f.Key, f.Value))]);
            case YamlKind.List when value.Items.Count > 0:
                var parts = value.Items.Where(i => i.Kind is YamlKind.Map or YamlKind.List).Select(Selection).ToList();
                var words = value.Items.Where(i => i.Kind is YamlKind.Scalar or YamlKind.Null).ToList();
                if (words.Count > 0)
                {
                    parts.Add(new DetectionItem(null, [], [.. words.Select(Written)], value.Line, value.Column));
                }

                return parts.Count == 1 ? parts[0] : new DetectionGroup(false, parts);
            case YamlKind.Scalar:
                return new DetectionItem(null, [], [Written(value)], value.Line, value.Column);
            default:
                errors.Add(new InputError("This selection is empty.", "Give it a field and a value, or take it out.", file, value.Line, value.Column));
                return new DetectionGroup(true, []);
        }
    }

    private DetectionItem Item(YamlValue key, YamlValue value)
    {
        var parts = key.Text.Split('|');
        var field = parts[0].Length == 0 ? null : parts[0];
        if (value.Kind == YamlKind.Map || value.Items.Any(i => i.Kind is YamlKind.Map or YamlKind.List))
        {
            errors.Add(new InputError($"The value of '{key.Text}' must be a text, number, truth value or a list of these.", "Name nested fields with dots, such as userIdentity.type.", file, value.Line, value.Column));
        }

        var values = value.Kind == YamlKind.Null ? [Written(value)] : value.AsList().Select(Written).ToList();
        if (values.Count == 0)
        {
            errors.Add(new InputError($"'{key.Text}' has an empty list of values.", "Give it a value, or take the line out.", file, key.Line, key.Column));
        }

        return new DetectionItem(field, parts[1..], values, key.Line, key.Column);
    }

    private static WrittenValue Written(YamlValue value) => new(value.Kind == YamlKind.Null ? null : value.Text, value.Plain, value.Line, value.Column);
}
