using Bartizan.Identity.Directories;

namespace Bartizan.Identity.Clients;

/// <summary>Finds the client that a request names, before it proves anything.</summary>
internal sealed class ClientFinder(IdentityDirectory directory)
{
    private const int MaxId = 512;

    /// <summary>The client; null when there is none.</summary>
    public async ValueTask<ClientEntry?> FindAsync(string id, CancellationToken cancellationToken) =>
        id.Length > MaxId ? null : await directory.FindClientAsync(id, cancellationToken);
}
