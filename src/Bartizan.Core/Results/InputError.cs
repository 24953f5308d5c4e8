namespace Bartizan.Core.Results;

/// <summary>Something wrong in what a person wrote: what, where, and how to mend it.</summary>
/// <param name="What">What is wrong, one sentence.</param>
/// <param name="Fix">How to mend it, one sentence; empty when <paramref name="What"/> already says it.</param>
/// <param name="File">File, or empty.</param>
/// <param name="Line">Line from 1, or 0 when unknown.</param>
/// <param name="Column">Column from 1, or 0 when unknown.</param>
public sealed record InputError(string What, string Fix = "", string File = "", int Line = 0, int Column = 0)
{
    /// <summary><c>file:line:column: what. fix</c>, leaving out what is unknown: the form editors can jump to.</summary>
    public override string ToString()
    {
        var where = (File, Line) switch
        {
            ("", 0) => "",
            ("", _) => $"line {Line}, column {Column}: ",
            (_, 0) => $"{File}: ",
            _ => $"{File}:{Line}:{Column}: ",
        };
        return Fix.Length == 0 ? where + What : $"{where}{What} {Fix}";
    }
}

/// <summary>Carries input errors up to the command line or HTTP edge, where they are shown.</summary>
public sealed class InputException(IReadOnlyList<InputError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public InputException(InputError error)
        : this([error])
    {
    }

    /// <summary>All errors found, in order of place.</summary>
    public IReadOnlyList<InputError> Errors { get; } = errors;
}
