using Bartizan.Core.Results;
using YamlDotNet.RepresentationModel;

namespace Bartizan.Configuration;

/// <summary>One mapping of a configuration file: hands out its settings by name, and reports those that nobody asked for.</summary>
internal sealed class YamlSection
{
    private readonly string _path;
    private readonly YamlMappingNode? _node;
    private readonly SettingPlaces _places;
    private readonly List<InputError> _errors;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public YamlSection(string path, YamlNode? node, SettingPlaces places, List<InputError> errors)
    {
        (_path, _places, _errors) = (path, places, errors);
        if (node is YamlMappingNode mapping)
        {
            _node = mapping;
            places.Add(path, (int)mapping.Start.Line, (int)mapping.Start.Column);
        }
        else if (node is not null && !IsNull(node))
        {
            Report(node, path, "it must hold settings.", "Write its settings below it, indented, one a line.");
        }
    }

    /// <summary>The section <paramref name="name"/>, empty when it is not there.</summary>
    public YamlSection Section(string name) => new(PathOf(name), Find(name), _places, _errors);

    /// <summary>The sections of a list.</summary>
    public IEnumerable<YamlSection> Sections(string name)
    {
        if (Find(name) is not { } node || IsNull(node))
        {
            return [];
        }

        if (node is YamlSequenceNode list)
        {
            return [.. list.Children.Select((item, i) => new YamlSection($"{PathOf(name)}[{i}]", item, _places, _errors))];
        }

        Report(node, PathOf(name), "it must be a list.", "Begin each entry with '- '.");
        return [];
    }

    /// <summary>All its settings as names and texts.</summary>
    public IReadOnlyDictionary<string, string> Map()
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in _node is null ? [] : _node.Children.Keys.Select(k => (k as YamlScalarNode)?.Value ?? ""))
        {
            if (Text(name) is { } text)
            {
                map[name] = text;
            }
        }

        return map;
    }

    /// <summary>Whether a setting is there.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The texts of a list, or null when it is not there.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (Find(name) is not { } node)
        {
            return null;
        }

        if (node is YamlSequenceNode list && list.Children.All(c => c is YamlScalarNode))
        {
            return [.. list.Children.Cast<YamlScalarNode>().Select(c => c.Value ?? "")];
        }

        Report(node, PathOf(name), "it must be a list of texts.", "Write for example [\"a\", \"b\"].");
        return null;
    }

    /// <summary>The values of a list, each of which <paramref name="parse"/> understands; what it does not is reported and left out.</summary>
    public IReadOnlyList<T> Values<T>(string name, Func<string, T?> parse, string expected)
        where T : struct
    {
        var values = new List<T>();
        foreach (var text in Texts(name) ?? [])
        {
            if (parse(text) is { } value)
            {
                values.Add(value);
            }
            else
            {
                Report(Find(name)!, PathOf(name), $"'{Short(text)}' is not understood.", $"Write {expected}.");
            }
        }

        return values;
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string name)
    {
        if (Text(name) is { Length: > 0 } text)
        {
            return text;
        }

        if (_node is not null)
        {
            Report(_node, PathOf(name), "it is missing.", $"Add {name}: to this entry.");
        }

        return "";
    }

    /// <summary>A text, or null when it is not there.</summary>
    public string? Text(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value;
            case var node:
                Report(node, PathOf(name), "it must be one value.", "Write it on one line.");
                return null;
        }
    }

    /// <summary>A value that <paramref name="parse"/> understands; <paramref name="fallback"/> when it is not there or not understood, which is reported.</summary>
    public T Value<T>(string name, T fallback, Func<string, T?> parse, string expected)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (parse(text) is { } value)
        {
            return value;
        }

        Report(Find(name)!, PathOf(name), $"'{Short(text)}' is not understood.", $"Write {expected}.");
        return fallback;
    }

    /// <summary>Reports every setting that was never asked for; call it last.</summary>
    public void Close()
    {
        foreach (var key in _node is null ? [] : _node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!_known.Contains(name))
            {
                Report(key, PathOf(Short(name)), "there is no such setting.", $"Known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Value: null or "" or "~" or "null" };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private YamlNode? Find(string name)
    {
        _known.Add(name);
        if (_node is null || !_node.Children.TryGetValue(new YamlScalarNode(name), out var node))
        {
            return null;
        }

        _places.Add(PathOf(name), (int)node.Start.Line, (int)node.Start.Column);
        return node;
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private void Report(YamlNode node, string path, string what, string fix) =>
        _errors.Add(new InputError($"{path}: {what}", fix, _places.File, (int)node.Start.Line, (int)node.Start.Column));
}
