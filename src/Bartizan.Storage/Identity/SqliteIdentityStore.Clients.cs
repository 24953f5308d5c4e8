using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Storage.Events;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>Agents as clients.</summary>
internal sealed partial class SqliteIdentityStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AgentClient>> ClientsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection
            .Query<ClientRow>("SELECT agent, secret_hash AS SecretHash, keys, registration FROM agent_clients ORDER BY agent")
            .Select(r => r.ToClient())]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SetClientAsync(AgentClient client, DateTimeOffset when, CancellationToken cancellationToken) =>
        writer.RunAsync(scope => Set(scope, client, when), cancellationToken);

    private bool Set(WriteScope scope, AgentClient client, DateTimeOffset when)
    {
        var registration = new Registration(client.Grants, client.Resources, client.Scopes, client.Ceiling, client.Delegates, client.RequiresProof, client.Redirects, client.Vouched, client.Certificate);
        var set = scope.Connection.Execute(
            """
            INSERT INTO agent_clients (agent, secret_hash, keys, registration)
            SELECT id, @SecretHash, @Keys, @text FROM agents WHERE id = @Agent AND revoked IS NULL
            ON CONFLICT (agent) DO UPDATE SET secret_hash = excluded.secret_hash, keys = excluded.keys, registration = excluded.registration
            """,
            new { client.Agent, client.SecretHash, client.Keys, text = JsonSerializer.Serialize(registration, EventFacts.Options) });
        if (set == 0)
        {
            return false;
        }

        Changed(scope, "agent.credentials-issued", when, new { client.Agent, proof = client.IsPublic ? "none" : client.Certificate is not null ? "certificate" : client.Keys is null ? "secret" : "keys", registration });
        return true;
    }

    private sealed record Registration(
        IReadOnlyList<string> Grants,
        IReadOnlyList<string> Resources,
        IReadOnlyList<string> Scopes,
        TokenAuthority? Ceiling,
        IReadOnlyList<string> Delegates,
        bool RequiresProof,
        IReadOnlyList<string>? Redirects = null,
        bool Vouched = true,
        ExpectedCertificate? Certificate = null);

    private sealed class ClientRow
    {
        public required string Agent { get; init; }
        public byte[]? SecretHash { get; init; }
        public string? Keys { get; init; }
        public required string Registration { get; init; }

        public AgentClient ToClient()
        {
            var registration = JsonSerializer.Deserialize<Registration>(Registration, EventFacts.Options)!;
            return new AgentClient
            {
                Agent = Agent,
                SecretHash = SecretHash,
                Keys = Keys,
                Grants = registration.Grants,
                Resources = registration.Resources,
                Scopes = registration.Scopes,
                Ceiling = registration.Ceiling,
                Delegates = registration.Delegates,
                RequiresProof = registration.RequiresProof,
                Redirects = registration.Redirects ?? [],
                Vouched = registration.Vouched,
                Certificate = registration.Certificate,
            };
        }
    }
}
