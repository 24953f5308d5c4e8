using Bartizan.Core.Identity;

namespace Bartizan.Identity.Agents;

/// <summary>Finds agents by the access key ids issued to them, as quickly and as long as their keys work.</summary>
public sealed class AccessKeyFinder(AgentAuthenticator agents, IAccessKeySecrets secrets) : IAccessKeys
{
    /// <inheritdoc/>
    public async ValueTask<AccessKey?> FindAsync(string accessKeyId, CancellationToken cancellationToken) =>
        await agents.FindByAccessKeyAsync(accessKeyId, cancellationToken) is { } principal ? new AccessKey(principal, secrets.SecretOf(accessKeyId)) : null;

    /// <inheritdoc/>
    public AccessKey? FindSuspended(string accessKeyId) =>
        agents.FindSuspendedByAccessKey(accessKeyId) is { } agent ? new AccessKey(agent.Principal, secrets.SecretOf(accessKeyId)) { Suspended = agent } : null;
}
