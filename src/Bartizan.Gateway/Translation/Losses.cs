namespace Bartizan.Gateway.Translation;

/// <summary>The fields that a translation leaves out, by name, for the header that tells of them.</summary>
internal sealed class Losses
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Whether nothing was left out.</summary>
    public bool None => _names.Count == 0;

    /// <summary>Leaves a field out. <paramref name="field"/> is a name that we know, never text of a message.</summary>
    public void Drop(string field) => _names.Add(field);

    /// <summary>The names, for a header: there are as many at most as we know.</summary>
    public override string ToString() => string.Join(", ", _names);
}
