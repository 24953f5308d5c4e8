using Bartizan.Core.Results;
using Bartizan.Identity.Registering;

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

        foreach (var error in RegistrationOptions.Validate(options.Registration))
        {
            yield return error;
        }
    }

    /// <summary>Whether a text is an origin as issuers are compared: letter for letter what a URL parser would make of it.</summary>
    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && string.Equals(text, uri.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        && uri.UserInfo.Length == 0;
}
