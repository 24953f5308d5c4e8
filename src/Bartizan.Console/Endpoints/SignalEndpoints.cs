using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Core.Signals;
using Bartizan.Core.Text;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>Streams of shared signals, in and out. They are made in the configuration and over their own protocol, not here.</summary>
internal static class SignalEndpoints
{
    private const string Asked = "asked for";

    public static void MapSignals(this IEndpointRouteBuilder api) =>
        api.MapGroup("/signals").WithTags("Signals").MapGet("", ListAsync).For(Right.Watch, "listSignalStreams", "Streams of shared signals, and how they are doing.");

    private static async Task<SignalStreamList> ListAsync(BartizanStore store, CancellationToken cancel)
    {
        var names = (await store.Agents.ListAsync(cancel)).ToDictionary(agent => agent.Id, agent => agent.Name, StringComparer.Ordinal);
        return new SignalStreamList(
        [
            .. (await store.Signals.StatesAsync(cancel)).Select(View),
            .. (await store.SignalStreams.ListAsync(null, cancel)).Select(s => View(s, names)),
        ]);
    }

    private static SignalStreamView View(SignalSourceState source) => new(
        source.Name, SignalDirection.In, source.Name, null, source.Status, source.StatusReason, source.Received, source.Last, source.LastEvent, source.Verified, 0, source.FailingSince, source.Problem);

    // Description and reason are a client's own words.
    private static SignalStreamView View(SignalStream stream, Dictionary<string, string> names) => new(
        stream.Id,
        SignalDirection.Out,
        VisibleText.Of(names.GetValueOrDefault(stream.Client, stream.Client) + (stream.Description is { } text ? $" ({text})" : "")),
        stream.Endpoint ?? Asked,
        stream.Status.ToString().ToLowerInvariant(),
        stream.StatusReason is { } reason ? VisibleText.Of(reason) : null,
        stream.Delivered,
        stream.Last,
        null,
        null,
        stream.Waiting,
        stream.FailingSince,
        stream.Problem);
}
