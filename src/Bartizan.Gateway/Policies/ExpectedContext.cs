using System.Collections.Frozen;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Policy;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// What the context of a question holds unless the record of the question says otherwise. Writer and reader of records share it, so that both leave
/// out, and put back, the same fields. A change here changes what older records mean: add fields, never change a value.
/// </summary>
/// <param name="Request">The question; of its context nothing is used.</param>
/// <param name="Exchange">What the record says of the exchange as a whole.</param>
/// <param name="Labels">The labels found, with their families.</param>
/// <param name="First">Context of the exchange's first question where this one builds on it, else null.</param>
internal readonly record struct ExpectedContext(AuthorizationRequest Request, ExchangeFacts Exchange, CedarSet Labels, CedarRecord? First)
{
    private static readonly CedarLong Zero = new(0);

    private static readonly string[] Always = ["dialect", "stream", "agentName", "direction", "labels", "untrustedLabels", "injection"];

    private static readonly FrozenDictionary<string, CedarValue> OfRequests = new Dictionary<string, CedarValue>
    {
        ["tools"] = CedarSet.Empty,
        ["hidesContext"] = CedarBool.False,
        ["budget"] = PolicyQuestion.FullBudget,
        ["sensitivity"] = SensitivityContext.Of(Sensitivity.Public),
        ["actsFor"] = CedarSet.Empty,
        ["purposes"] = CedarSet.Empty,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, CedarValue> OfCalls = new Dictionary<string, CedarValue>
    {
        ["untrusted"] = CedarBool.False,
        ["privateData"] = CedarBool.False,
        ["canSend"] = CedarBool.False,
        ["origins"] = CedarRecord.Empty,
        ["userArguments"] = CedarSet.Empty,
        ["userTargets"] = CedarSet.Empty,
        ["untrustedArguments"] = CedarSet.Empty,
        ["untrustedTargets"] = CedarSet.Empty,
        ["privateArguments"] = CedarSet.Empty,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] NamesOfMessages = [.. Always, .. OfRequests.Keys];
    private static readonly string[] NamesOfCalls = [.. NamesOfMessages, .. OfCalls.Keys, "model", "tool"];

    private bool IsCall => Request.Action == PolicyQuestion.CallToolAction;

    /// <summary>Whether a first question told anything that is not expected anyway, so that those after it build on it.</summary>
    public static bool Tells(CedarRecord first)
    {
        foreach (var (name, value) in first.Fields)
        {
            if (!Always.Contains(name) && !value.Equals(OfRequests.GetValueOrDefault(name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The names of all expected fields.</summary>
    public IReadOnlyList<string> Names() =>
        First is null ? (IsCall ? NamesOfCalls : NamesOfMessages)
        : [.. Always.Union(First.Fields.Select(f => f.Key)).Union(IsCall ? [.. OfCalls.Keys, "model", "tool"] : [])];

    /// <summary>The expected value of a field; null when none is expected.</summary>
    public CedarValue? Find(string name) => name switch
    {
        "dialect" => Exchange.Dialect,
        "stream" => Exchange.Stream,
        "agentName" => Exchange.AgentName,
        "direction" => Request.Action == PolicyQuestion.InvokeModelAction ? PolicyQuestion.RequestDirection : PolicyQuestion.ResponseDirection,
        "labels" => Labels,
        "untrustedLabels" => CedarSet.Empty,
        "injection" => Zero,
        "model" when IsCall => Exchange.Model,
        "tool" when IsCall => new CedarString(Request.Resource.Id),
        _ when IsCall && OfCalls.TryGetValue(name, out var value) => value,
        _ when First is not null => First.TryGet(name, out var told) ? told : null,
        _ => OfRequests.GetValueOrDefault(name),
    };
}

/// <summary>What an exchange's record says of it as a whole, as policies see it; null where they do not.</summary>
internal readonly record struct ExchangeFacts(CedarValue? Dialect, CedarValue? Stream, CedarValue? AgentName, CedarValue? Model)
{
    /// <summary>The same, from a question asked of the exchange.</summary>
    public static ExchangeFacts In(CedarRecord context) =>
        new(Field(context, "dialect"), Field(context, "stream"), Field(context, "agentName"), Field(context, "model"));

    private static CedarValue? Field(CedarRecord context, string name) => context.TryGet(name, out var value) ? value : null;
}
