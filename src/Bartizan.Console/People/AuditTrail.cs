using System.Text.Json;
using System.Text.Json.Serialization;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Storage;

namespace Bartizan.Console.People;

/// <summary>Records what people did that the stores do not record themselves; it is in the ledger before they see the result.</summary>
internal sealed class AuditTrail(BartizanStore store, IIdSource ids, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(ConsoleJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Appends one event.</summary>
    /// <param name="kind">Kind of fact, e.g. <c>console.exported</c>.</param>
    /// <param name="visitor">Who did it.</param>
    /// <param name="fact">What it was; no secrets, no prompt text.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RecordAsync(string kind, Visitor visitor, object fact, CancellationToken cancellationToken) => await store.Events.AppendAsync(
        new EventRecord
        {
            Id = ids.NewId("evt"),
            Time = clock.GetUtcNow(),
            Source = "console",
            Kind = kind,
            Json = JsonSerializer.SerializeToUtf8Bytes(new { account = visitor.Account?.Id, fact }, Json),
        },
        cancellationToken);
}
