using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.AuthZen.Recording;
using Microsoft.Net.Http.Headers;

namespace Bartizan.Identity.AuthZen.Http;

/// <summary>Lets in whom the configuration names, before a byte of the body is read. The caller is whose key it is; no other header says who asks.</summary>
internal sealed class CallerStep(IAuthenticator authenticator, IStanding standing, DecisionRecorder recorder)
{
    private const string Scheme = "Bearer ";

    private static readonly Refusal Unknown = new(401, "Send the key of an agent as: Authorization: Bearer <key>.");
    private static readonly Refusal Stopped = new(403, "A kill switch stops this agent.");
    private static readonly Refusal NotNamed = new(403, "This agent may not ask. Name it under authzen.callers.");

    public async ValueTask<(AuthZenCall Call, Refusal? Refusal)> RunAsync(AuthZenCall call)
    {
        if (call.Point.Callers.Anonymous)
        {
            return (call, null);
        }

        var agent = Key(call.Http.Request.Headers.Authorization) is { } key ? await authenticator.AuthenticateAsync(key, call.Http.RequestAborted) : null;
        if (agent is null)
        {
            call.Http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            return (call, Unknown);
        }

        call = call with { Caller = agent };
        var stopped = standing.KillSwitches.Stopping(agent) is not null;
        if (!stopped && call.Point.Callers.MayAsk(agent))
        {
            return (call, null);
        }

        await recorder.RecordRefusalAsync(call);
        return (call, stopped ? Stopped : NotNamed);
    }

    private static string? Key(Microsoft.Extensions.Primitives.StringValues authorization) =>
        authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;
}
