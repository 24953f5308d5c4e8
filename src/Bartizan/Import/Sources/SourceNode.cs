namespace Bartizan.Import.Sources;

/// <summary>A value of another product's configuration that knows where it stands and whether anybody has used it, so that nothing is lost in silence.</summary>
/// <param name="path">Path from the root, e.g. <c>model_list[0].litellm_params.rpm</c>.</param>
/// <param name="line">Line of the file, from 1.</param>
internal sealed class SourceNode(string path, int line)
{
    public string Path => path;

    public int Line => line;

    /// <summary>A plain value as text; null for fields, items and null itself.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<(string Name, SourceNode Node)> Fields { get; init; } = [];

    public IReadOnlyList<SourceNode> Items { get; init; } = [];

    /// <summary>Whether it, or something in it, was used.</summary>
    public bool IsUsed { get; private set; }

    private bool IsLeaf => Fields.Count == 0 && Items.Count == 0;

    /// <summary>A field, or null when there is none of that name.</summary>
    public SourceNode? Find(string name) => Fields.FirstOrDefault(f => f.Name == name).Node;

    /// <summary>The text of a field, which counts as used; null when it is not there or no plain value.</summary>
    public string? Take(string name) => Find(name)?.Take();

    /// <summary>Its text, which counts as used.</summary>
    public string? Take()
    {
        IsUsed |= Text is not null;
        return Text;
    }

    /// <summary>Marks everything in it as used.</summary>
    public void TakeAll()
    {
        IsUsed = true;
        foreach (var child in Children())
        {
            child.TakeAll();
        }
    }

    /// <summary>What was never used: the largest parts of which nothing was, but field by field where <paramref name="opens"/> says so of their path.</summary>
    public IEnumerable<SourceNode> Unused(Predicate<string> opens)
    {
        if (IsLeaf)
        {
            return IsUsed || Text is null ? [] : [this];
        }

        return HasUsed() || path.Length == 0 || opens(path) ? Children().SelectMany(c => c.Unused(opens)) : [this];
    }

    private bool HasUsed() => IsUsed || Children().Any(c => c.HasUsed());

    private IEnumerable<SourceNode> Children() => Fields.Select(f => f.Node).Concat(Items);
}
