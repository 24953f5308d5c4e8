using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Translation;

/// <summary>What is known of an answer before it comes.</summary>
/// <param name="ExchangeId">Id of the exchange, shown in errors.</param>
/// <param name="Time">When the exchange began.</param>
/// <param name="Model">The model asked for.</param>
internal sealed record AnswerContext(string ExchangeId, DateTimeOffset Time, string Model)
{
    /// <summary>Whether the client wants a stream's token counts, in a dialect where that is asked for.</summary>
    public bool CountsStream { get; init; }

    /// <summary>How the client wants a stream cut.</summary>
    public StreamShape Shape { get; init; }

    /// <summary>The id of a call that its provider gave none: the same each time it is read, and another in every exchange.</summary>
    public string CallId(int number) => $"call_{ExchangeId[(ExchangeId.IndexOf('_', StringComparison.Ordinal) + 1)..]}_{number}";
}

/// <summary>Why a model stopped.</summary>
internal enum StopReason
{
    /// <summary>It was done.</summary>
    End,

    /// <summary>It came to one of the texts given.</summary>
    StopText,

    /// <summary>It had no tokens left.</summary>
    MaxTokens,

    /// <summary>It waits for tools.</summary>
    Calls,

    /// <summary>It, or its provider, would not go on.</summary>
    Filtered,

    /// <summary>For another reason.</summary>
    Other,
}

/// <summary>Tokens of an answer.</summary>
/// <param name="Input">All that were read.</param>
/// <param name="Cached">Of those, the ones read from a cache.</param>
/// <param name="Output">All that were written, thoughts too.</param>
internal readonly record struct TokenCounts(long? Input, long? Cached, long? Output)
{
    /// <summary>These, with what <paramref name="later"/> says instead.</summary>
    public TokenCounts Or(TokenCounts later) => new(later.Input ?? Input, later.Cached ?? Cached, later.Output ?? Output);
}

/// <summary>What an upstream says went wrong.</summary>
/// <param name="Code">A machine-readable word.</param>
/// <param name="Message">One sentence, as the upstream has it.</param>
internal sealed record AnswerError(string Code, string Message)
{
    private const string Unknown = "upstream_error";

    /// <summary>An error with the first of <paramref name="codes"/> that is a plain word.</summary>
    public static AnswerError Of(string? message, params ReadOnlySpan<string?> codes)
    {
        foreach (var code in codes)
        {
            if (code is { Length: > 0 and <= 64 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            {
                return new AnswerError(code, message ?? "The model's server reported an error.");
            }
        }

        return new AnswerError(Unknown, message ?? "The model's server reported an error.");
    }
}
