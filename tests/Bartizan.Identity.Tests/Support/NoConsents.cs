using Bartizan.Core.Identity;

namespace Bartizan.Identity.Tests.Support;

/// <summary>A consent store for tests in which no person takes part: it is empty, and refuses to be filled.</summary>
internal sealed class NoConsents : IConsentStore
{
    public ValueTask<bool> AddRequestAsync(
        byte[] hash, string? pushedBy, ConsentRequest request, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ConsentRequest?> TakePushedAsync(byte[] hash, string client, DateTimeOffset now, CancellationToken cancellationToken) => default;

    public ValueTask<(ConsentRequest Request, DateTimeOffset Expires)?> FindRequestAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken) => default;

    public ValueTask<bool> AllowAsync(byte[] request, Connection connection, byte[] code, string client, DateTimeOffset now, CancellationToken cancellationToken) => default;

    public ValueTask<bool> DenyAsync(byte[] request, string person, string client, string? agent, DateTimeOffset now, CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<Consent>> ConsentsAsync(string person, CancellationToken cancellationToken) => new([]);

    public ValueTask<bool> RevokeAsync(string person, string agent, DateTimeOffset now, CancellationToken cancellationToken) => default;

    public ValueTask<Redeemable?> FindCodeAsync(byte[] hash, CancellationToken cancellationToken) => default;

    public ValueTask<Redeemable?> FindRefreshAsync(byte[] hash, CancellationToken cancellationToken) => default;

    public ValueTask EndAsync(string connection, string reason, DateTimeOffset now, CancellationToken cancellationToken) => default;

    public ValueTask<OutsideClient?> FindOutsideAsync(string id, CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<OutsideClient>> OutsideAsync(CancellationToken cancellationToken) => new([]);

    public ValueTask<bool> SetOutsideAsync(string id, OutsideMetadata metadata, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> AdoptAsync(string id, AgentClient client, string by, DateTimeOffset now, CancellationToken cancellationToken) => default;
}
