namespace Bartizan.Detect.Yaml;

/// <summary>What a YAML value is.</summary>
internal enum YamlKind
{
    Null,
    Scalar,
    List,
    Map,
}

/// <summary>One value of a YAML document with the place where it stands; lines and columns count from 1.</summary>
internal sealed class YamlValue(YamlKind kind, int line, int column)
{
    public YamlKind Kind { get; } = kind;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>The text of a scalar.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the scalar was written without quotes, so that it may be a number or a truth value.</summary>
    public bool Plain { get; init; }

    public List<YamlValue> Items { get; } = [];

    public List<KeyValuePair<YamlValue, YamlValue>> Fields { get; } = [];

    /// <summary>The field of that name, or null where this is no mapping or has none.</summary>
    public YamlValue? this[string name]
    {
        get
        {
            foreach (var (key, value) in Fields)
            {
                if (string.Equals(key.Text, name, StringComparison.Ordinal))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Itself as a list: the items of a list, nothing for null, else the one value.</summary>
    public IReadOnlyList<YamlValue> AsList() => Kind switch
    {
        YamlKind.List => Items,
        YamlKind.Null => [],
        _ => [this],
    };

    /// <summary>The text of the scalar field <paramref name="name"/>, or null.</summary>
    public string? TextOf(string name) => this[name] is { Kind: YamlKind.Scalar } value ? value.Text : null;

    /// <summary>The texts of a field that is a list of scalars or one scalar.</summary>
    public IReadOnlyList<string> TextsOf(string name) =>
        this[name] is { } value ? [.. value.AsList().Where(v => v.Kind == YamlKind.Scalar).Select(v => v.Text)] : [];
}
