using System.Globalization;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// What forbids ask of the person's sign-in instead of refusing for good, from <c>@stepUp("max_age=300 acr_values=urn:…")</c>: the challenge of RFC 9470
/// section 3. It lifts nothing; whoever comes with a token of a newer sign-in is asked about as always.
/// </summary>
/// <param name="Within">Seconds since the sign-in at most; null for whenever.</param>
/// <param name="Acr">How; null for however.</param>
internal sealed record StepUp(long? Within, string? Acr)
{
    /// <summary>Code of refusals, and the error of the challenge.</summary>
    public const string Code = "insufficient_user_authentication";

    /// <summary>What these forbids ask for together; null where one of them refuses for good, or two ask for different ways.</summary>
    public static StepUp? Of(IReadOnlyList<Policy.Policy> forbids)
    {
        StepUp? all = null;
        foreach (var forbid in forbids)
        {
            if (!forbid.Annotations.TryGetValue("stepUp", out var text) || Parse(text) is not { } own || (all?.Acr is { } acr && own.Acr is not null && own.Acr != acr))
            {
                return null;
            }

            all = all is null ? own : new(all.Within < own.Within || own.Within is null ? all.Within : own.Within, all.Acr ?? own.Acr);
        }

        return all;
    }

    /// <summary>The challenge's parameters.</summary>
    public string Parameters => string.Create(
        CultureInfo.InvariantCulture,
        $"error=\"{Code}\", error_description=\"A newer or another sign-in of the person is needed\"{(Acr is null ? "" : $", acr_values=\"{Acr}\"")}{(Within is null ? "" : $", max_age=\"{Within}\"")}");

    /// <summary>Challenges the caller, where its token began with a person, who alone can sign in; null where a plain refusal is all there is to say.</summary>
    public static Refusal? Challenge(Exchange exchange, in PolicyOutcome outcome, string more = "")
    {
        if (outcome.StepUp is not { } stepUp || exchange.Principal?.Token?.Person is null || exchange.Http.Response.HasStarted)
        {
            return null;
        }

        exchange.Http.Response.Headers.Append("WWW-Authenticate", $"{(TokenStep.IsWithProof(exchange.Http.Request) ? "DPoP" : "Bearer")} {more}{stepUp.Parameters}");
        return new Refusal(401, Code, outcome.Decision.Message);
    }

    private static StepUp? Parse(string text)
    {
        var demand = new StepUp(null, null);
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("max_age=", StringComparison.Ordinal) && int.TryParse(part.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                demand = demand with { Within = seconds };
            }
            else if (part.StartsWith("acr_values=", StringComparison.Ordinal) && part.Length > 11 && !part.AsSpan().ContainsAnyExceptInRange('!', '~') && !part.AsSpan().ContainsAny('"', '\\'))
            {
                demand = demand with { Acr = part[11..] };
            }
            else
            {
                return null;
            }
        }

        return demand.Within is null && demand.Acr is null ? null : demand;
    }
}
