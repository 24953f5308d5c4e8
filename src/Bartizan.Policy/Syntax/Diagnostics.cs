using Bartizan.Core.Results;

namespace Bartizan.Policy.Syntax;

/// <summary>Collects errors with their places in one source text.</summary>
internal sealed class Diagnostics(string source, string file)
{
    /// <summary>Beyond this, more errors tell a person nothing new.</summary>
    private const int Most = 50;

    private readonly List<(int At, string What, string Fix)> _found = [];

    public bool IsFull => _found.Count >= Most;

    public bool HasErrors => _found.Count > 0;

    public void Add(SourceSpan span, string what, string fix)
    {
        if (!IsFull)
        {
            _found.Add((span.Start, what, fix));
        }
    }

    /// <summary>The errors in the order of the source.</summary>
    public IReadOnlyList<InputError> Errors() =>
        [.. _found.OrderBy(e => e.At).Select(e =>
        {
            var (line, column) = Position(source, e.At);
            return new InputError(e.What, e.Fix, file, line, column);
        })];

    /// <summary>Line and column of an offset, both from 1, columns in UTF-16 units.</summary>
    public static (int Line, int Column) Position(string source, int at)
    {
        var before = source.AsSpan(0, Math.Min(at, source.Length));
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }
}
