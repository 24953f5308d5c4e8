using System.Globalization;
using Bartizan.Core.Identity;
using Bartizan.Identity.Http;

namespace Bartizan.Identity.Authorizing;

/// <summary>Reads <c>acr_values</c> and <c>max_age</c> (OpenID Connect Core 1.0 section 3.1.2.1, as RFC 9470 section 4 uses them). They are demands: what cannot be met is refused.</summary>
internal static class SignInDemands
{
    private static readonly OAuthError WrongAge = OAuthError.InvalidRequest("max_age is a whole number of seconds.");
    private static readonly OAuthError Unmet = new("unmet_authentication_requirements", "Nobody can sign in here in one of the ways that acr_values names. The server's metadata names all there are.");

    /// <summary>False, and what is wrong, where the parameters cannot be met; null where they ask for nothing.</summary>
    public static bool TryRead(OAuthForm form, out SignInDemand? demand, out OAuthError? error)
    {
        (demand, error) = (null, null);
        long? within = null;
        if (form["max_age"] is { } age)
        {
            if (!int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                error = WrongAge;
                return false;
            }

            within = seconds;
        }

        var acrs = form["acr_values"]?.Split(' ').Where(SignIn.Known.Contains).Distinct(StringComparer.Ordinal).ToList();
        error = acrs is { Count: 0 } ? Unmet : null;
        demand = within is null && acrs is null ? null : new(within, acrs);
        return error is null;
    }
}
