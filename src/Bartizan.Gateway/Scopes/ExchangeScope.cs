using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Scopes;

/// <summary>Which exchanges a setting is for. In every pattern <c>*</c> stands for any run of characters.</summary>
public sealed record ExchangeScope
{
    private const int LongestPattern = 256;

    /// <summary>Every exchange.</summary>
    public static ExchangeScope All { get; } = new();

    /// <summary>Names of models.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["*"];

    /// <summary>Names of agents.</summary>
    public IReadOnlyList<string> Agents { get; init; } = ["*"];

    /// <summary>Systems (the agents' tag <c>system</c>).</summary>
    public IReadOnlyList<string> Systems { get; init; } = ["*"];

    /// <summary>Whether an exchange of this agent with this model is meant.</summary>
    public bool Covers(Principal principal, string model) =>
        ModelPattern.MatchesAny(Models, model)
        && ModelPattern.MatchesAny(Agents, principal.Name)
        && ModelPattern.MatchesAny(Systems, principal.SystemName ?? "");

    /// <summary>Every mistake, each beginning with the setting's path under <paramref name="path"/>.</summary>
    internal IEnumerable<InputError> Check(string path) => new[] { ("models", Models), ("agents", Agents), ("systems", Systems) }
        .Where(patterns => patterns.Item2.Count == 0 || patterns.Item2.Any(p => p.Length is 0 or > LongestPattern))
        .Select(patterns => new InputError($"{path}.{patterns.Item1}: every entry must be a name or pattern of 1 to {LongestPattern} characters.", "Leave it out for all."));
}
