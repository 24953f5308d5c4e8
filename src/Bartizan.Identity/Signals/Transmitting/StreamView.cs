using System.Text.Json.Nodes;
using Bartizan.Core.Signals;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>A stream as its client reads it (SSF 1.0 §8.1.1). The header that goes with what is pushed is never told again.</summary>
internal static class StreamView
{
    /// <summary>Least seconds between two verifications of a stream.</summary>
    public const int MinVerificationInterval = 5;

    /// <summary>Writes it.</summary>
    public static JsonObject Of(SignalStream stream, Issuer issuer)
    {
        var json = new JsonObject
        {
            ["stream_id"] = stream.Id,
            ["iss"] = issuer.Origin,
            ["aud"] = stream.Client,
            ["delivery"] = new JsonObject
            {
                ["method"] = stream.Endpoint is null ? Deliveries.Poll : Deliveries.Push,
                ["endpoint_url"] = stream.Endpoint ?? issuer.Origin + SignalPaths.Poll + stream.Id,
            },
            ["signing_alg"] = stream.Algorithm,
            ["events_supported"] = List(Telling.Supported),
            ["events_requested"] = List(stream.Events),
            ["events_delivered"] = List(stream.Events.Where(Telling.Supported.Contains)),
            ["min_verification_interval"] = MinVerificationInterval,
        };
        if (stream.Description is { } description)
        {
            json["description"] = description;
        }

        return json;
    }

    /// <summary>A stream's status (§8.1.2).</summary>
    public static JsonObject StatusOf(SignalStream stream)
    {
        var json = new JsonObject { ["stream_id"] = stream.Id, ["status"] = stream.Status.ToString().ToLowerInvariant() };
        if (stream.StatusReason is { } reason)
        {
            json["reason"] = reason;
        }

        return json;
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
