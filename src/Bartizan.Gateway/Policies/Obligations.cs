using System.Runtime.CompilerServices;

namespace Bartizan.Gateway.Policies;

/// <summary>What a policy's annotations ask for beyond allow and deny, read once for each policy.</summary>
internal sealed class Obligations
{
    private static readonly ConditionalWeakTable<Policy.Policy, Obligations> Cache = [];

    private Obligations(IReadOnlyDictionary<string, string> annotations)
    {
        Redact = annotations.TryGetValue("redact", out var redact)
            ? redact.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        Hold = annotations.GetValueOrDefault("hold");
        Message = annotations.GetValueOrDefault("message");
        Code = annotations.GetValueOrDefault("code");
        PassesGuardFailure = string.Equals(annotations.GetValueOrDefault("onGuardFailure"), "allow", StringComparison.Ordinal);
    }

    /// <summary>Label patterns to mask, from <c>@redact("pii.*, secret.*")</c>.</summary>
    public IReadOnlyList<string> Redact { get; }

    /// <summary>Who must approve, from <c>@hold("owner")</c>.</summary>
    public string? Hold { get; }

    /// <summary>What the client reads, from <c>@message("…")</c>.</summary>
    public string? Message { get; }

    /// <summary>Machine-readable code, from <c>@code("…")</c>.</summary>
    public string? Code { get; }

    /// <summary>Whether a message may pass that an inspector failed on, from <c>@onGuardFailure("allow")</c>.</summary>
    public bool PassesGuardFailure { get; }

    public static Obligations Of(Policy.Policy policy) => Cache.GetValue(policy, static p => new Obligations(p.Annotations));
}
