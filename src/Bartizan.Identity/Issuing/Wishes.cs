using Bartizan.Core.Identity;
using Bartizan.Identity.Http;

namespace Bartizan.Identity.Issuing;

/// <summary>What a client names of a token that it wants; null for what it leaves open.</summary>
/// <param name="Resource">For which resource.</param>
/// <param name="Scopes">With which scopes, each once.</param>
/// <param name="Authority">For which models and tools.</param>
/// <param name="Mandate">Under which mandate.</param>
internal sealed record Wish(string? Resource, IReadOnlyList<string>? Scopes, TokenAuthority? Authority, MandateWish? Mandate);

/// <summary>Reads wishes from a request's parameters.</summary>
internal static class Wishes
{
    private static readonly OAuthError UnknownDetails = new("invalid_authorization_details", $"The authorization details are not an array of one object each of the types {string.Join(" and ", AuthorizationDetails.Types)}, or something in them is not understood.");
    private static readonly OAuthError WrongScope = new("invalid_scope", "Scopes are words of printable ASCII, one space apart.");
    private static readonly OAuthError WrongTarget = new("invalid_target", "The resource is not an absolute address without a fragment.");

    /// <summary>The wish; null, and what is wrong.</summary>
    public static Wish? Read(OAuthForm form, out OAuthError? error)
    {
        var scopes = form["scope"]?.Split(' ');
        AuthorizationDetails? wanted = null;
        error = scopes?.All(IsScope) == false ? WrongScope
            : form["authorization_details"] is { } details && (wanted = AuthorizationDetails.Parse(details)) is null ? UnknownDetails
            : form["resource"] is { } resource && !(Uri.TryCreate(resource, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0) ? WrongTarget
            : null;
        return error is not null ? null : new Wish(form["resource"], scopes is null ? null : [.. scopes.Distinct(StringComparer.Ordinal)], wanted?.Use, wanted?.Mandate);
    }

    private static bool IsScope(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.AsSpan().ContainsAny('"', '\\');
}
