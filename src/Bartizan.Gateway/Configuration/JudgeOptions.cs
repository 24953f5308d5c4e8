namespace Bartizan.Gateway.Configuration;

/// <summary>A second stage that is asked about texts of which the injection model is not sure: a model or classifier of the user's own, over HTTP.</summary>
public sealed record JudgeOptions
{
    /// <summary>Where it is asked, whole: for a chat model the address of its completions, e.g. <c>https://llm.example.com/v1/chat/completions</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The model's name: sent to a chat model, and named in findings.</summary>
    public required string Model { get; init; }

    /// <summary>Where its key is, <c>env:NAME</c> or <c>file:/path</c>, sent as a bearer token; null for none.</summary>
    public string? Credential { get; init; }

    /// <summary>How long it may take for all texts of a message together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What holds when it does not answer.</summary>
    public JudgeFailureMode OnFailure { get; init; } = JudgeFailureMode.Closed;

    /// <summary>Lower bound of the scores about which it is asked.</summary>
    public double From { get; init; } = 0.1;

    /// <summary>Upper bound of the scores about which it is asked, itself not in the band.</summary>
    public double To { get; init; } = 0.95;

    /// <summary>Questions under way at the same time; the others wait within their time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>The body of a request as JSON, in which the text <c>{text}</c> stands for the text to judge; null for OpenAI's chat completions.</summary>
    public string? Request { get; init; }

    /// <summary>Where the score, 0 to 1, stands in the answer, e.g. <c>results[0].score</c>; only with <see cref="Request"/>.</summary>
    public string? Score { get; init; }
}

/// <summary>What holds for a text about which the judge could not be asked.</summary>
public enum JudgeFailureMode
{
    /// <summary>The text counts as one that could not be inspected, which policy refuses unless a permit says otherwise.</summary>
    Closed,

    /// <summary>What the first stage found stands.</summary>
    Open,
}
