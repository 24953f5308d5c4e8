using System.Globalization;
using System.Text.Json.Nodes;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bartizan.Commands.Policy;

/// <summary>A YAML mapping as JSON, with the lines its parts stand on. Plain <c>true</c>, <c>false</c> and integers keep their type; all else is text.</summary>
internal sealed class YamlJson
{
    private const int MaxDepth = 64;

    private readonly YamlMappingNode _root;
    private readonly string _file;

    private YamlJson(YamlMappingNode root, string file)
    {
        (_root, _file) = (root, file);
        Json = (JsonObject)Convert(root)!;
    }

    public JsonObject Json { get; }

    /// <summary>The fields of the root with their lines, from 1.</summary>
    public IEnumerable<(string Name, int Line)> Lines => _root.Children.Select(c => (c.Key.ToString(), (int)c.Key.Start.Line));

    public static YamlJson Read(string text, string file) => YamlInput.Parse(text, file, MaxDepth) is YamlMappingNode root
        ? new YamlJson(root, file)
        : throw new InputException(new InputError("The file is not one YAML mapping.", "Begin with policies: and tests:.", file, 1, 1));

    /// <summary>The line of item <paramref name="index"/> of the list under <paramref name="field"/>, from 1.</summary>
    public int LineOf(string field, int index) => (int)((YamlSequenceNode)_root.Children[new YamlScalarNode(field)]).Children[index].Start.Line;

    private JsonNode? Convert(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                var fields = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    fields[key.ToString()] = Convert(value);
                }

                return fields;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Children.Select(Convert)]);
            case YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar:
                return JsonValue.Create(scalar.Value is "true");
            case YamlScalarNode { Style: ScalarStyle.Plain } scalar when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return JsonValue.Create(number);
            case YamlScalarNode scalar:
                return JsonValue.Create(scalar.Value ?? "");
            default:
                throw new InputException(new InputError("This YAML is not supported here.", "Use mappings, lists and plain values.", _file, (int)node.Start.Line, 1));
        }
    }
}
