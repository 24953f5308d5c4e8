using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Replay;

/// <summary>Puts the questions of one recorded exchange together again, in order; what <see cref="AskedQuestions"/> left out comes from the record.</summary>
internal sealed class RecordedQuestions
{
    private readonly Principal _principal;
    private readonly EntityStore _entities;
    private readonly string _model;
    private readonly ExchangeFacts _facts;
    private CedarRecord? _first;

    public RecordedQuestions(ExchangeRecord exchange)
    {
        _principal = new Principal(exchange.Agent ?? "", exchange.AgentName ?? "", exchange.Owner ?? "", exchange.Tags ?? new Dictionary<string, string>())
        {
            Token = exchange.Token?.ToFacts(),
        };
        _entities = AgentEntities.Of(_principal);
        _model = exchange.Model;
        _facts = new ExchangeFacts(
            new CedarString(exchange.Dialect), CedarBool.Of(exchange.Stream), new CedarString(_principal.Name), new CedarString(exchange.Model));
    }

    /// <summary>The next question.</summary>
    /// <exception cref="InputException">The record of it is damaged.</exception>
    public PolicyQuestion Next(string action, AskedQuestion asked)
    {
        var request = new AuthorizationRequest(AgentEntities.Uid(_principal), new EntityUid("Action", action), Resource(asked), CedarRecord.Empty);
        var expected = new ExpectedContext(request, _facts, LabelSets.FamiliesOf(asked.Labels ?? []), asked.AsFirst == true ? _first : null);
        var context = Context(expected, asked);
        _first ??= context;
        return new PolicyQuestion(request with { Context = context }, _entities) { Token = _principal.Token };
    }

    private EntityUid Resource(AskedQuestion asked) =>
        asked.Resource is not { } text ? new(PolicyQuestion.ModelType, _model)
        : EntityUid.TryParse(text, out var uid) ? uid
        : throw new InputException(new InputError("A recorded resource cannot be read."));

    private static CedarRecord Context(in ExpectedContext expected, AskedQuestion asked)
    {
        var fields = new Dictionary<string, CedarValue>(StringComparer.Ordinal);
        foreach (var name in expected.Names())
        {
            if (expected.Find(name) is { } value)
            {
                fields[name] = value;
            }
        }

        if (asked.Context is { } differences)
        {
            using var document = JsonDocument.Parse(differences.Utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InputException(new InputError("A recorded context cannot be read."));
            }

            foreach (var field in document.RootElement.EnumerateObject())
            {
                if (field.Value.ValueKind == JsonValueKind.Null)
                {
                    fields.Remove(field.Name);
                }
                else
                {
                    fields[field.Name] = CedarValue.FromJson(field.Value);
                }
            }
        }

        return new CedarRecord(fields);
    }
}
