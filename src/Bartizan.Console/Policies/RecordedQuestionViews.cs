using System.Text.Json;
using Bartizan.Console.Contract;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Replay;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Values;

namespace Bartizan.Console.Policies;

/// <summary>The questions of recorded exchanges, as the API shows them.</summary>
internal static class RecordedQuestionViews
{
    /// <summary>What policy was asked about an exchange; null where the record is damaged.</summary>
    public static RecordedQuestionList? View(ExchangeRecord exchange)
    {
        var asked = new RecordedDecisions(new HashSet<string>(StringComparer.Ordinal)).Of(exchange);
        return asked is null ? null : new([.. asked.Select(a => View(exchange.Decisions.ToList().FindIndex(d => ReferenceEquals(d, a.Decision)), a))]);
    }

    private static RecordedQuestionView View(int place, RecordedDecision asked)
    {
        var request = asked.Case.Request;
        return new(
            place,
            Name(request.Principal),
            new EntityName("Action", asked.Decision.Action),
            Name(request.Resource),
            Json(request.Context.WriteJson),
            Json(json => Write(json, asked.Case.Entities)),
            request.UnknownContext is { } unknown ? [.. unknown.Order(StringComparer.Ordinal)] : null);
    }

    private static EntityName? Name(PartialEntity entity) => entity.Uid is { } uid ? new EntityName(uid.Type, uid.Id) : null;

    private static void Write(Utf8JsonWriter json, EntityStore entities)
    {
        json.WriteStartArray();
        foreach (var entity in entities.Entities)
        {
            json.WriteStartObject();
            json.WritePropertyName("uid");
            new CedarEntity(entity.Uid).WriteJson(json);
            json.WritePropertyName("attrs");
            entity.Attributes.WriteJson(json);
            json.WriteStartArray("parents");
            foreach (var parent in entity.Parents)
            {
                new CedarEntity(parent).WriteJson(json);
            }

            json.WriteEndArray();
            json.WritePropertyName("tags");
            entity.Tags.WriteJson(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }

        return JsonElement.Parse(bytes.ToArray());
    }
}
