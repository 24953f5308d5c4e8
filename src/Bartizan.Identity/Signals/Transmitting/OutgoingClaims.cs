using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Ids;
using Bartizan.Core.Signals;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Makes signals for streams: the claims of a security event token (RFC 8417 §2.2).</summary>
internal sealed class OutgoingClaims(Issuer issuer, IIdSource ids, TimeProvider clock)
{
    /// <summary>The signal for each stream that asked for the event and not for silence about the subject.</summary>
    public IEnumerable<OutgoingSignal> For(IReadOnlyList<SignalStream> streams, Told told) =>
        streams.Where(s => s.Status != StreamStatus.Disabled && s.Events.Contains(told.Type) && !IsRemoved(s, told.Subject)).Select(s => Make(s, told));

    /// <summary>The signal for one stream.</summary>
    public OutgoingSignal Make(SignalStream stream, Told told)
    {
        var id = ids.NewId("sig");
        var claims = new JsonObject
        {
            ["iss"] = issuer.Origin,
            ["aud"] = stream.Client,
            ["jti"] = id,
            ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
            ["sub_id"] = told.Subject.DeepClone(),
            ["events"] = new JsonObject { [told.Type] = told.Said.DeepClone() },
        };
        return new(stream.Id, id, claims.ToJsonString());
    }

    private static bool IsRemoved(SignalStream stream, JsonObject subject)
    {
        if (stream.Removed.Count == 0)
        {
            return false;
        }

        var about = JsonElement.Parse(subject.ToJsonString());
        return stream.Removed.Any(r => Subjects.Match(JsonElement.Parse(r), about));
    }
}
