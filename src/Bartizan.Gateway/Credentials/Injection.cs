using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Credentials;

/// <summary>What became of putting a credential on a request.</summary>
/// <param name="Key">What was put there and may come back; null for what cannot.</param>
/// <param name="Failure">Why there is none; then nothing may be sent.</param>
internal readonly record struct Injection(InjectedKey? Key, ForwardFailure Failure = ForwardFailure.None)
{
    /// <summary>What is done when the upstream refuses it; null for nothing.</summary>
    public Func<ValueTask>? Refused { get; init; }

    /// <summary>Keeps what the upstream wants in the next proof of the key's possession; null where none is shown.</summary>
    public Action<string>? Nonced { get; init; }

    /// <summary>What is done when the upstream says that it is good, but not for this; whether the person can change that. Null for nothing.</summary>
    public Func<IReadOnlyList<string>, ValueTask<bool>>? Insufficient { get; init; }
}
