using Bartizan.Core.Identity;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Registering;

namespace Bartizan.Identity.Clients;

/// <summary>Finds the client that a request names, before it proves anything: an agent, or a client that nobody here registered and that may only ask people.</summary>
internal sealed class ClientFinder(IdentityDirectory directory, MetadataDocuments documents, IConsentStore store, RegistrationOptions options)
{
    private const int MaxId = 512;

    /// <summary>The client; null when there is none, or its agent was revoked.</summary>
    public async ValueTask<ClientEntry?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length > MaxId)
        {
            return null;
        }

        var outside = MetadataDocuments.IsId(id) ? await documents.FindAsync(id, cancellationToken)
            : options.Dynamic && id.StartsWith(RegistrationEndpoint.IdPrefix, StringComparison.Ordinal) ? await store.FindOutsideAsync(id, cancellationToken)
            : null;
        return outside is { Agent: null, Metadata: var said }
            ? new ClientEntry(
                new AgentClient { Agent = id, Grants = said.Grants, Resources = ["/"], Redirects = said.Redirects, Vouched = false },
                new Principal(id, said.Name, "", new Dictionary<string, string>()))
            : MetadataDocuments.IsId(id) && outside is null ? null : await directory.FindClientAsync(id, cancellationToken);
    }
}
