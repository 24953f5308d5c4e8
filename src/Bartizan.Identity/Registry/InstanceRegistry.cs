using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;

namespace Bartizan.Identity.Registry;

/// <summary>Registers runs of agents.</summary>
public sealed class InstanceRegistry(IRegistryStore store, TimeProvider clock, IIdSource ids)
{
    private const int ThumbprintLength = 43;
    private const int LongestEvidence = 500;

    /// <summary>Begins a run; null when the agent may not work.</summary>
    /// <param name="agent">Id of the agent.</param>
    /// <param name="thumbprint">RFC 7638 thumbprint of the run's public key.</param>
    /// <param name="evidence">What attested it, for people.</param>
    /// <param name="lifetime">How long until it must be renewed; at most <see cref="AgentInstance.LongestLife"/>.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public async ValueTask<AgentInstance?> StartAsync(string agent, string thumbprint, string evidence, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var errors = new List<InputError>();
        if (thumbprint.Length != ThumbprintLength || !thumbprint.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            errors.Add(new InputError("The thumbprint is not SHA-256 in base64url.", "Make it as RFC 7638 says."));
        }

        if (evidence.Length is 0 or > LongestEvidence || evidence.Any(char.IsControl))
        {
            errors.Add(new InputError($"The evidence must have 1 to {LongestEvidence} characters, and no control characters."));
        }

        if (CheckLife(lifetime) is { } wrong)
        {
            errors.Add(wrong);
        }

        if (errors.Count > 0)
        {
            throw new InputException(errors);
        }

        var now = clock.GetUtcNow();
        var instance = new AgentInstance { Id = ids.NewId("ins"), Agent = agent, Thumbprint = thumbprint, Evidence = evidence, Started = now, Ends = now + lifetime };
        return await store.StartInstanceAsync(instance, cancellationToken) ? instance : null;
    }

    /// <summary>Lets a run go on so long from now; false when it does not run, or its agent may not work.</summary>
    public ValueTask<bool> RenewAsync(string id, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return CheckLife(lifetime) is { } wrong ? throw new InputException(wrong) : store.RenewInstanceAsync(id, now + lifetime, now, cancellationToken);
    }

    /// <summary>Ends a run; false when it does not run.</summary>
    public ValueTask<bool> EndAsync(string id, CancellationToken cancellationToken) => store.EndInstanceAsync(id, clock.GetUtcNow(), cancellationToken);

    private static InputError? CheckLife(TimeSpan lifetime) =>
        lifetime <= TimeSpan.Zero || lifetime > AgentInstance.LongestLife ? new InputError($"A run may live at most {AgentInstance.LongestLife.TotalMinutes:0} minutes without being renewed.") : null;
}
