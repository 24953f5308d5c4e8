using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Why an exchange ends without the model's answer: what the client gets instead.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Machine-readable code.</param>
/// <param name="Message">One sentence for people; quotes nothing from the exchange.</param>
/// <param name="Failure">How forwarding failed, when that is the reason.</param>
internal sealed record Refusal(int Status, string Code, string Message, ForwardFailure Failure = ForwardFailure.None)
{
    /// <summary>How long to wait before asking again; <see cref="TimeSpan.MaxValue"/> when that would be in vain; null when there is nothing to say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A refusal for a failure of forwarding.</summary>
    public static Refusal Of(ForwardFailure failure)
    {
        var (status, code, message) = failure.Describe();
        return new(status, code, message, failure);
    }
}
