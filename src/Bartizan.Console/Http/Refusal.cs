using Bartizan.Console.Contract;

namespace Bartizan.Console.Http;

/// <summary>An expected failure on its way to the client: what went wrong, where, and how to mend it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable name, to switch on.</param>
/// <param name="Title">What went wrong, one sentence.</param>
/// <param name="Fix">How to mend it, one sentence.</param>
internal sealed record Refusal(int Status, string Code, string Title, string Fix)
{
    /// <summary>The field, header or parameter at fault.</summary>
    public string? Where { get; init; }

    /// <summary>More about this occurrence.</summary>
    public string? Detail { get; init; }

    /// <summary>When trying again makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Single errors with their places.</summary>
    public IReadOnlyList<InputProblem>? Errors { get; init; }
}

/// <summary>Carries a refusal up to the one place that writes it.</summary>
internal sealed class RefusalException(Refusal refusal) : Exception(refusal.Title)
{
    public Refusal Refusal { get; } = refusal;
}
