using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Results;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Replay;

/// <summary>Puts the questions of one recorded exchange together again, in order; what <see cref="AskedQuestions"/> left out comes from the record.</summary>
internal sealed class RecordedQuestions
{
    private readonly RecordedAgent _agent;
    private readonly string _model;
    private readonly TokenFacts? _token;
    private readonly Blueprint? _blueprint;
    private readonly ExchangeFacts _facts;
    private CedarRecord? _first;

    public RecordedQuestions(ExchangeRecord exchange, RecordedAgent agent, RecordedBlueprints blueprints)
    {
        (_agent, _model) = (agent, exchange.Model);
        (_blueprint, Blueprints) = blueprints.Of(exchange);
        _token = exchange.Token is { } token ? TokenOf(token, exchange.Time, blueprints) : null;
        _facts = new ExchangeFacts(new CedarString(exchange.Dialect), CedarBool.Of(exchange.Stream), agent.Name, new CedarString(exchange.Model));
    }

    /// <summary>Where the blueprints come from of those whom it is about.</summary>
    public BlueprintSource Blueprints { get; private set; }

    /// <summary>What was found in the message or call. Policy and masks look at labels alone; scores and places are in the recorded context where they matter.</summary>
    public static Finding[] Findings(AskedQuestion asked) => asked.Labels is not { } labels ? []
        : [.. labels.Select(l => new Finding { Label = l, Score = 1, Segment = 0, Start = 0, Length = 0, Reason = "", Inspector = "replay" })];

    /// <summary>The next question.</summary>
    /// <exception cref="InputException">The record of it is damaged.</exception>
    public PolicyQuestion Next(string action, AskedQuestion asked)
    {
        var request = new AuthorizationRequest(_agent.Uid, new EntityUid("Action", action), Resource(asked), CedarRecord.Empty);
        var expected = new ExpectedContext(request, _facts, LabelSets.FamiliesOf(asked.Labels ?? []), asked.AsFirst == true ? _first : null);
        var context = Context(expected, asked);
        _first ??= HistoryContext.Without(context);
        return new PolicyQuestion(request with { Context = context }, _agent.Entities) { Token = _token, Blueprint = _blueprint };
    }

    private TokenFacts TokenOf(TokenRecord token, DateTimeOffset at, RecordedBlueprints blueprints)
    {
        var facts = token.ToFacts();
        if (token.ActsFor is not { } actsFor)
        {
            return facts;
        }

        var agents = new List<Principal>(actsFor.Count);
        foreach (var (agent, told) in facts.ActsFor.Zip(actsFor))
        {
            var (blueprint, source) = blueprints.Of(told, at);
            Blueprints = source > Blueprints ? source : Blueprints;
            agents.Add(agent with { Blueprint = blueprint });
        }

        return facts with { ActsFor = agents };
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
