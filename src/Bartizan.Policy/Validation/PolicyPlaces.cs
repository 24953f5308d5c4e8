using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <summary>Finds the line and column of what was read at an offset of a policy's file.</summary>
/// <param name="source">The policy as it was read; for a linked one its template.</param>
internal sealed class PolicyPlaces(Policy source)
{
    /// <summary>Line and column from 1; 0 where the policy came from JSON.</summary>
    public (int Line, int Column) Find(int offset)
    {
        var within = offset - source.Syntax.Span.Start;
        if (source.Line == 0 || within < 0 || within >= source.Text.Length)
        {
            return (source.Line, source.Line == 0 ? 0 : source.Column);
        }

        var (line, column) = Diagnostics.Position(source.Text, within);
        return (source.Line + line - 1, line == 1 ? source.Column + column - 1 : column);
    }
}
