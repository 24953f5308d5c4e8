using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// An agent asks what became of its question to a person, and has its token once the person said yes (CIBA Core 1.0, sections 10.1 and 11). An
/// <c>auth_req_id</c> that comes again after that ends all that came of it.
/// </summary>
internal sealed class BackchannelGrant(IBackchannelStore requests, IConsentStore consents, TimeProvider clock) : IGrant
{
    private static readonly OAuthError NoId = OAuthError.InvalidRequest("Send auth_req_id.");
    private static readonly OAuthError NotGood = new("invalid_grant", "The auth_req_id is not known, used, or not this client's.");
    private static readonly OAuthError Pending = new("authorization_pending", "The person has not answered yet.");
    private static readonly OAuthError SlowDown = new("slow_down", "Ask less often: wait five seconds longer from now on.");
    private static readonly OAuthError Expired = new("expired_token", "The time to answer is over.");
    private static readonly OAuthError Denied = new("access_denied", "The person did not allow it.");

    /// <inheritdoc/>
    public string Type => GrantTypes.Backchannel;

    /// <inheritdoc/>
    public async ValueTask<(GrantBasis? Basis, OAuthError? Error)> ReadAsync(ClientEntry client, OAuthForm form, CancellationToken cancellationToken)
    {
        if (form["auth_req_id"] is not { } id)
        {
            return (null, NoId);
        }

        var now = clock.GetUtcNow();
        if (OpaqueToken.Hash(id, OpaqueToken.Backchannel) is not { } hash)
        {
            return (null, NotGood);
        }

        return await requests.PollAsync(hash, client.Id, now, cancellationToken) switch
        {
            BackchannelState.Waiting => (null, Pending),
            BackchannelState.TooFast => (null, SlowDown),
            BackchannelState.Denied => (null, Denied),
            BackchannelState.Expired => (null, Expired),
            BackchannelState.Allowed => await RedeemAsync(client, hash, now, cancellationToken),
            _ => (null, NotGood),
        };
    }

    private async ValueTask<(GrantBasis? Basis, OAuthError? Error)> RedeemAsync(ClientEntry client, byte[] hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await consents.FindCodeAsync(hash, cancellationToken) is not { } found || found.Connection.Agent != client.Id)
        {
            return (null, NotGood);
        }

        var connection = found.Connection;
        if (found.Used)
        {
            await consents.EndAsync(connection.Id, "auth-req-id-used-twice", now, cancellationToken);
            return (null, NotGood);
        }

        return connection.Ended
            ? (null, NotGood)
            : (new GrantBasis { Connection = connection, RequiredKey = connection.CodeKey, Redemption = new Redemption { Connection = connection.Id, Code = hash, When = now } }, null);
    }
}
