namespace Bartizan.Console.Contract;

/// <summary>Every error of the API (RFC 9457): what went wrong, where, and how to mend it.</summary>
/// <param name="Type">Stable name of the kind of problem, a relative reference such as <c>/problems/not-found</c>.</param>
/// <param name="Title">What went wrong, one sentence.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">The last part of <paramref name="Type"/>, to switch on.</param>
/// <param name="Detail">More about this occurrence; may be null.</param>
/// <param name="Instance">Path of the request.</param>
/// <param name="Where">The field, header or parameter at fault; null when there is no single one.</param>
/// <param name="Fix">How to mend it.</param>
/// <param name="RequestId">Id under which the server's log has it.</param>
/// <param name="Errors">Single errors with their places, for input such as policies; null otherwise.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Code,
    string? Detail,
    string Instance,
    string? Where,
    string Fix,
    string RequestId,
    IReadOnlyList<InputProblem>? Errors);

/// <summary>One thing wrong in what a person wrote.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">How to mend it; may be empty.</param>
/// <param name="File">File; may be empty.</param>
/// <param name="Line">Line from 1, or 0.</param>
/// <param name="Column">Column from 1, or 0.</param>
public sealed record InputProblem(string What, string Fix, string File, int Line, int Column);
