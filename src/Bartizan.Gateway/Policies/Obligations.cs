using System.Runtime.CompilerServices;
using Bartizan.Policy;

namespace Bartizan.Gateway.Policies;

/// <summary>What a policy's annotations ask for beyond allow and deny, read once for each policy.</summary>
internal sealed class Obligations
{
    private static readonly ConditionalWeakTable<Policy.Policy, Obligations> Cache = [];
    private static readonly ConditionalWeakTable<PolicyEngine, object> Tokenising = [];

    private Obligations(IReadOnlyDictionary<string, string> annotations)
    {
        Redact = Patterns(annotations, "redact");
        Tokenise = Patterns(annotations, "tokenise");
        Restore = Patterns(annotations, "restore");
        Spotlights = annotations.ContainsKey("spotlight");
        Hold = annotations.GetValueOrDefault("hold");
        Message = annotations.GetValueOrDefault("message");
        Code = annotations.GetValueOrDefault("code");
        PassesGuardFailure = string.Equals(annotations.GetValueOrDefault("onGuardFailure"), "allow", StringComparison.Ordinal);
    }

    /// <summary>Label patterns to mask, from <c>@redact("pii.*, secret.*")</c>.</summary>
    public IReadOnlyList<string> Redact { get; }

    /// <summary>Label patterns to replace by tokens in requests, from <c>@tokenise("pii.*")</c>.</summary>
    public IReadOnlyList<string> Tokenise { get; }

    /// <summary>Label patterns whose tokens may be restored where the permit lets an answer or a tool call go, from <c>@restore("pii.email")</c>.</summary>
    public IReadOnlyList<string> Restore { get; }

    /// <summary>Whether untrusted text is marked as such for the model, from <c>@spotlight</c>.</summary>
    public bool Spotlights { get; }

    /// <summary>Who must approve, from <c>@hold("owner")</c>.</summary>
    public string? Hold { get; }

    /// <summary>What the client reads, from <c>@message("…")</c>.</summary>
    public string? Message { get; }

    /// <summary>Machine-readable code, from <c>@code("…")</c>.</summary>
    public string? Code { get; }

    /// <summary>Whether a message may pass that an inspector failed on, from <c>@onGuardFailure("allow")</c>.</summary>
    public bool PassesGuardFailure { get; }

    public static Obligations Of(Policy.Policy policy) => Cache.GetValue(policy, static p => new Obligations(p.Annotations));

    /// <summary>Whether any enforced policy asks for tokens; where none does, nobody pays for them.</summary>
    public static bool AskForTokens(PolicyEngine engine) =>
        (bool)Tokenising.GetValue(engine, static e => e.Policies.Policies.Any(p => !p.IsShadow && Of(p).Tokenise.Count > 0));

    private static string[] Patterns(IReadOnlyDictionary<string, string> annotations, string name) => annotations.TryGetValue(name, out var text)
        ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [];
}
