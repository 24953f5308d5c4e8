using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Signals;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>What a client wants its stream to be (SSF 1.0 §8.1.1): of each, null where it does not say.</summary>
/// <param name="Description">What it is for.</param>
/// <param name="Events">The event types that it asks for.</param>
/// <param name="Pushed">Whether signals are pushed.</param>
/// <param name="Endpoint">Where to; null where they are asked for.</param>
/// <param name="Authorization">The header that goes with what is pushed.</param>
/// <param name="Algorithm">What its signals are signed with: a member of our own, <c>signing_alg</c>.</param>
internal sealed record StreamDraft(string? Description, IReadOnlyList<string>? Events, bool? Pushed, string? Endpoint, string? Authorization, string? Algorithm = null)
{
    private const int MostEvents = 32;
    private const int LongestEvent = 256;
    private const int LongestDescription = 256;
    private const int LongestHeader = 4_096;

    // Members that only the transmitter says; whoever sends one must send it as it is.
    private static readonly string[] Ours = ["iss", "aud", "events_supported", "events_delivered", "min_verification_interval", "inactivity_timeout"];

    /// <summary>Reads one; null, and what is wrong.</summary>
    /// <param name="json">The body.</param>
    /// <param name="now">The stream as its client would read it now; null for a new one.</param>
    /// <param name="fetcher">The way to receivers.</param>
    public static (StreamDraft? Draft, string? Wrong) Read(JsonElement json, JsonElement? now, SignalFetcher fetcher)
    {
        if (Array.Find(Ours, name => json.TryGetProperty(name, out var said) && !(now is { } known && known.TryGetProperty(name, out var is_) && JsonElement.DeepEquals(said, is_))) is { } ours)
        {
            return (null, $"{ours} is for the transmitter to say.");
        }

        if ((json.Has("description") && json.Text("description", LongestDescription) is null) || (json.Has("events_requested") && Texts(json) is null))
        {
            return (null, $"description is a text of at most {LongestDescription} characters, events_requested a list of at most {MostEvents} URIs.");
        }

        var algorithm = json.Text("signing_alg", 16);
        if (json.Has("signing_alg") && algorithm is not (SigningKey.Es256 or SigningKey.Rs256))
        {
            return (null, $"signing_alg is {SigningKey.Es256} or {SigningKey.Rs256}.");
        }

        if (!json.TryGetProperty("delivery", out var delivery))
        {
            return (new(json.Text("description", LongestDescription), Texts(json), null, null, null, algorithm), null);
        }

        var (method, endpoint, header) = delivery.ValueKind == JsonValueKind.Object ? (delivery.Text("method", 32), delivery.Text("endpoint_url", 512), delivery.Text("authorization_header", LongestHeader)) : default;
        var wrong = method is not (Deliveries.Push or Deliveries.Poll) ? $"delivery.method is {Deliveries.Push} or {Deliveries.Poll}."
            : method == Deliveries.Push && (endpoint is null || !fetcher.IsGood(endpoint)) ? "delivery.endpoint_url must be https:// and a host."
            : delivery.Has("authorization_header") && (header is null || header.AsSpan().ContainsAnyExceptInRange(' ', '~')) ? "delivery.authorization_header is no value of a header."
            : null;
        return wrong is null
            ? (new(json.Text("description", LongestDescription), Texts(json), method == Deliveries.Push, method == Deliveries.Push ? endpoint : null, method == Deliveries.Push ? header : null, algorithm), null)
            : (null, wrong);
    }

    /// <summary>The stream with what the draft says; with <paramref name="replaces"/> also without what it does not say.</summary>
    public SignalStream Apply(SignalStream stream, bool replaces) => stream with
    {
        Description = Description ?? (replaces ? null : stream.Description),
        Algorithm = Algorithm ?? (replaces ? SigningKey.Es256 : stream.Algorithm),
        Events = Events ?? (replaces ? [] : stream.Events),
        Endpoint = Pushed is null && !replaces ? stream.Endpoint : Endpoint,
    };

    private static string[]? Texts(JsonElement json) =>
        json.TryGetProperty("events_requested", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= MostEvents
            && list.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String && e.GetString() is { Length: > 0 and <= LongestEvent })
            ? [.. list.EnumerateArray().Select(e => e.GetString()!).Distinct(StringComparer.Ordinal)]
            : null;
}
