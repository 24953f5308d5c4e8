using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Results;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Registering;
using Bartizan.Identity.Reviews;
using Bartizan.Identity.Signals;

namespace Bartizan.Identity;

/// <summary>The authorization server as a person configured it.</summary>
public sealed record AuthorizationOptions
{
    /// <summary>What <see cref="Issuer"/> says to take the gateway's own address.</summary>
    public const string FromListener = "listener";

    /// <summary>Its name and address, an origin such as <c>https://ai.example.com</c>; <c>listener</c> for the gateway's own; null for no authorization server.</summary>
    public string? Issuer { get; init; }

    /// <summary>Whether agents without a blueprint are suspended.</summary>
    public bool RequireBlueprint { get; init; }

    /// <summary>How long agents may go on without their person, unless configured otherwise.</summary>
    public static readonly TimeSpan DefaultRefreshFor = TimeSpan.FromHours(8);

    /// <summary>How long an agent may go on without its person: the end of all refresh tokens that came of one consent.</summary>
    public TimeSpan RefreshFor { get; init; } = DefaultRefreshFor;

    /// <summary>Which clients may ask people without having been registered here.</summary>
    public RegistrationOptions Registration { get; init; } = new();

    /// <summary>By what instances of agents may prove what they are; null where they may not.</summary>
    public AttestationOptions? Attestation { get; init; }

    /// <summary>How unused authority is found, and what happens where nobody answers.</summary>
    public ReviewOptions Reviews { get; init; } = new();

    /// <summary>What other parties may signal, and what is signalled to them.</summary>
    public SignalsOptions Signals { get; init; } = new();

    /// <summary>What is wrong, each naming its setting.</summary>
    public static IEnumerable<InputError> Validate(AuthorizationOptions options)
    {
        if (options.Issuer is { } issuer && issuer != FromListener && !IsOrigin(issuer))
        {
            yield return new InputError(
                "identity.issuer: It must be https:// and a host, perhaps with a port, and no path or slash after it; http:// only on this machine.",
                "Write for example https://ai.example.com, or listener for the gateway's own address.");
        }

        if (options.RefreshFor < TimeSpan.FromMinutes(5) || options.RefreshFor > TimeSpan.FromDays(30))
        {
            yield return new InputError("identity.refreshFor: It must be between 5 minutes and 30 days.", "Write for example 8h.");
        }

        if (options.Reviews.Window < ReviewOptions.ShortestWindow || options.Reviews.Window > ReviewOptions.LongestWindow)
        {
            yield return new InputError($"identity.reviews.window: It must be 1d to {ReviewOptions.LongestWindow.TotalDays:0}d.", "Write for example 30d.");
        }

        if (options.Reviews.AnswerWithin < TimeSpan.FromMinutes(1) || options.Reviews.AnswerWithin > Campaign.LongestTime)
        {
            yield return new InputError($"identity.reviews.answerWithin: It must be 1m to {Campaign.LongestTime.TotalDays:0}d.", "Write for example 14d.");
        }

        if (options.Reviews.Remind < TimeSpan.FromMinutes(1) || options.Reviews.Remind > Campaign.LongestTime)
        {
            yield return new InputError($"identity.reviews.remind: It must be 1m to {Campaign.LongestTime.TotalDays:0}d.", "Write for example 2d.");
        }

        foreach (var error in RegistrationOptions.Validate(options.Registration).Concat(options.Attestation is { } attestation ? AttestationOptions.Validate(attestation) : []))
        {
            yield return error;
        }

        if (options.Attestation is { TrustDomain: null } && options.Issuer is { } named && named != FromListener && IsOrigin(named) && !AttestationOptions.IsTrustDomain(new Uri(named).IdnHost))
        {
            yield return new InputError("identity.attestation.trustDomain: The issuer's host cannot be a trust domain.", "Write one, such as ai.example.com.");
        }

        if (options is { Attestation: not null, Issuer: null })
        {
            yield return new InputError("identity.attestation: Identities are issued by the authorization server, which is not switched on.", "Write identity.issuer.");
        }
    }

    /// <summary>Whether a text is an origin as issuers are compared: letter for letter what a URL parser would make of it.</summary>
    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && string.Equals(text, uri.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        && uri.UserInfo.Length == 0;
}
