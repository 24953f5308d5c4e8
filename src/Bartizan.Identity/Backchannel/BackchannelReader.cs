using System.Globalization;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Core.Text;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Issuing.Rules;

namespace Bartizan.Identity.Backchannel;

/// <summary>Reads a backchannel request (CIBA Core 1.0, section 7.1): only what would be issued is taken, and only people who have an account that works.</summary>
internal sealed class BackchannelReader(IssuanceGate gate, IdentityDirectory directory)
{
    /// <summary>How long a person may take where the client says nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>How long it may be at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Characters of a binding message: people compare it by eye.</summary>
    public const int LongestMessage = 100;

    // The scope by which CIBA knows its requests; no ID tokens are issued here.
    private const string OpenId = "openid";

    private static readonly OAuthError Public = new("unauthorized_client", "A client without a secret or key of its own cannot ask people so.");
    private static readonly OAuthError NoObject = OAuthError.InvalidRequest("Send the parameters themselves, and not a request object.");
    private static readonly OAuthError NoHint = OAuthError.InvalidRequest("Say who is to be asked by login_hint: the name of their account. Other hints are not understood.");
    private static readonly OAuthError Unknown = new("unknown_user_id", "There is no account of that name which works.");
    private static readonly OAuthError WrongMessage = new("invalid_binding_message", $"A binding message has 1 to {LongestMessage} characters that people can see, on one line.");
    private static readonly OAuthError WrongExpiry = OAuthError.InvalidRequest("requested_expiry is a number of seconds, from 1.");

    /// <summary>The request, or what is wrong.</summary>
    public (BackchannelRequest? Request, OAuthError? Error) Read(ClientEntry client, OAuthForm form, string id, string? key, DateTimeOffset now)
    {
        var person = form["login_hint"] is { } hint ? directory.Current.PersonCalled(hint) : null;
        var expiry = Patience;
        var error = client.Registered.IsPublic ? Public
            : form.Has("request") ? NoObject
            : form["login_hint"] is null || form.Has("id_token_hint") || form.Has("login_hint_token") ? NoHint
            : form["binding_message"] is { } message && !IsMessage(message) ? WrongMessage
            : form["requested_expiry"] is { } asked && !TryExpiry(asked, out expiry) ? WrongExpiry
            : null;
        if (error is not null || Wishes.Read(form, out error) is not { } wish || (error = wish.Mandate?.Id is null ? null : MandateRule.Elsewhere) is not null)
        {
            return (null, error);
        }

        (var draft, error) = gate.CanAsk(new IssuanceQuestion
        {
            Client = client,
            Grant = GrantTypes.Backchannel,
            Resource = wish.Resource,
            Scopes = wish.Scopes?.Where(s => s != OpenId).ToList(),
            Authority = wish.Authority,
            Terms = wish.Mandate?.Terms,
        });
        // Only a client that may ask people at all learns whom there is to be asked.
        return draft is null ? (null, error) : person is null ? (null, Unknown) : (
            new BackchannelRequest
            {
                Id = id,
                Agent = client.Id,
                Person = person.Id,
                Use = new ConsentedUse(draft.Audience, draft.Scopes, draft.Authority, Renews: false) { Mandate = wish.Mandate?.Terms },
                Message = form["binding_message"],
                Key = key,
                Created = now,
                Expires = now + expiry,
            },
            null);
    }

    private static bool IsMessage(string text) => text.Length is > 0 and <= LongestMessage && VisibleText.Of(text) == text;

    private static bool TryExpiry(string text, out TimeSpan expiry)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0;
        expiry = isNumber && seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
        return isNumber;
    }
}
