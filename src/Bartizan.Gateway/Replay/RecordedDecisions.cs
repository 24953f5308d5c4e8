using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Results;
using Bartizan.Gateway.Live;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Cases;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Replay;

/// <summary>
/// Reads the decisions of recorded exchanges as questions that can be asked again. What the record holds is known, what it does not is unknown: names of
/// arguments that could not be kept, most of the context where the record is older than its keeping, and fields that the caller distrusts.
/// </summary>
/// <param name="distrusted">Fields of the context that count as unknown whatever the record says.</param>
/// <param name="blueprints">The blueprints that records name; null where there are none.</param>
public sealed class RecordedDecisions(IReadOnlySet<string> distrusted, RecordedBlueprints? blueprints = null)
{
    private const string McpDialect = "mcp";

    private static readonly JsonTypeInfo<ExchangeRecord> WithoutTexts =
        (JsonTypeInfo<ExchangeRecord>)new JsonSerializerOptions(EventJson.Options) { Converters = { new SegmentSkipper() } }.GetTypeInfo(typeof(ExchangeRecord));

    private readonly RecordedAgents _agents = new();

    /// <summary>Reads an exchange as far as its decisions need it: what is kept of its texts, most of a record, is passed over.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static ExchangeRecord? Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, WithoutTexts);

    /// <summary>The decisions that policy made on an exchange, in order; null where the record is damaged.</summary>
    public IReadOnlyList<RecordedDecision>? Of(ExchangeRecord exchange)
    {
        var decisions = new List<RecordedDecision>(exchange.Decisions.Count);
        var isOlder = exchange.Decisions.All(d => d.Asked is null);
        var questions = isOlder ? null : new RecordedQuestions(exchange, _agents.Of(exchange), blueprints ?? RecordedBlueprints.None);
        try
        {
            foreach (var decision in exchange.Decisions)
            {
                if (decision.Asked is { } asked)
                {
                    decisions.Add(Known(exchange, decision, asked, questions!.Next(decision.Action, asked), questions.Blueprints));
                }
                else if (isOlder && IsPolicys(decision))
                {
                    decisions.Add(new(decision, null, exchange.GuardFailures.Count > 0, () => Older(exchange, decision)));
                }
            }
        }
        catch (Exception e) when (e is InputException or JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }

        return decisions;
    }

    // Budgets, kill switches and approvals of tools are decided elsewhere.
    private static bool IsPolicys(Decision decision) =>
        decision.Policies.Any(p => !p.StartsWith("budget:", StringComparison.Ordinal) && !p.StartsWith(KillBound.Policy, StringComparison.Ordinal))
        || decision.Code is PolicyDecider.Blocked or PolicyDecider.GuardUnavailable;

    private RecordedDecision Known(ExchangeRecord exchange, Decision decision, AskedQuestion asked, PolicyQuestion question, BlueprintSource blueprints)
    {
        var unknown = Unknown(asked, question.Request.Context);
        return new(
            decision,
            unknown.Count == 0 ? question : null,
            asked.GuardFailed == true,
            () => RecordedCases.Of(exchange.Id, question, decision, unknown, blueprints != BlueprintSource.Unknown))
        {
            Blueprints = blueprints,
        };
    }

    private IReadOnlySet<string> Unknown(AskedQuestion asked, CedarRecord context)
    {
        HashSet<string>? hidden = null;
        foreach (var name in asked.Context is null ? [] : AskedQuestions.NamesOfArguments)
        {
            if (context.TryGet(name, out var value) && AskedQuestions.HidesNames(value))
            {
                (hidden ??= [.. distrusted]).Add(name);
            }
        }

        return hidden ?? distrusted;
    }

    private AnalysisCase Older(ExchangeRecord exchange, Decision decision)
    {
        var isCall = decision.Action == PolicyQuestion.CallToolAction.Id;
        var isModels = decision.Action is "invokeModel" or "returnAnswer";
        var known = new Dictionary<string, CedarValue>(StringComparer.Ordinal)
        {
            ["dialect"] = new CedarString(exchange.Dialect),
            ["stream"] = CedarBool.Of(exchange.Stream),
        };
        if (exchange.AgentName is { } name)
        {
            known["agentName"] = new CedarString(name);
        }

        if (exchange.Dialect != McpDialect)
        {
            known["direction"] = decision.Action == "invokeModel" ? PolicyQuestion.RequestDirection : PolicyQuestion.ResponseDirection;
        }

        // Without an owner in the record nothing is known of the agent but that it was one.
        var agent = exchange is { Agent: not null, Owner: not null } ? _agents.Of(exchange) : null;
        return new AnalysisCase(
            exchange.Id,
            new PartialRequest(
                agent is null ? PartialEntity.OfType("Agent") : PartialEntity.Of(agent.Uid),
                PartialEntity.Of(new EntityUid("Action", decision.Action)),
                isModels && exchange.Dialect != McpDialect ? PartialEntity.Of(new EntityUid(PolicyQuestion.ModelType, exchange.Model)) : isCall ? PartialEntity.OfType("Tool") : PartialEntity.Unknown,
                new CedarRecord(known.Where(f => !distrusted.Contains(f.Key))),
                UnknownContext: null),
            agent?.Entities ?? EntityStore.Empty);
    }

    private sealed class SegmentSkipper : JsonConverter<IReadOnlyList<SegmentRecord>>
    {
        public override IReadOnlyList<SegmentRecord> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return [];
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<SegmentRecord> value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Records are only read so.");
    }
}
