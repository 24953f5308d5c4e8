namespace Bartizan.Gateway.Configuration;

/// <summary>A second stage that is asked about texts of which the injection model is not sure: a model or classifier of the user's own, over HTTP.</summary>
public sealed record JudgeOptions
{
    /// <summary>Where it is asked, whole: for a chat model the address of its completions, e.g. <c>https://llm.example.com/v1/chat/completions</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The model's name: sent to a chat model, and named in findings.</summary>
    public required string Model { get; init; }

    /// <summary>Where its key is, <c>env:NAME</c> or <c>file:/path</c>; null for none.</summary>
    public string? Credential { get; init; }

    /// <summary>The header of the key; in <c>Authorization</c> it is a bearer token.</summary>
    public string KeyHeader { get; init; } = KeyHeaders.Bearer;

    /// <summary>How long it may take for all texts of a message together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What holds when it gives no verdict.</summary>
    public JudgeFailureMode OnFailure { get; init; } = JudgeFailureMode.Closed;

    /// <summary>The scores of the injection model about which it is asked, where none of <see cref="Bands"/> covers the exchange.</summary>
    public JudgeBand Band { get; init; } = new();

    /// <summary>Bands of some exchanges; the first that covers one counts.</summary>
    public IReadOnlyList<JudgeBand> Bands { get; init; } = [];

    /// <summary>The judge's own score from which a text is an attack.</summary>
    public double AttackFrom { get; init; } = 0.5;

    /// <summary>Questions under way at the same time; the others wait within their time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>The body of a request as JSON, in which the text <c>{text}</c> stands for the text to judge; null for OpenAI's chat completions.</summary>
    public string? Request { get; init; }

    /// <summary>Where the score stands in the answer, e.g. <c>results[0].score</c>; only with <see cref="Request"/>.</summary>
    public string? Score { get; init; }
}
