using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.KillSwitches;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// A question to policy in the gateway's vocabulary: may <c>Agent::"…"</c> do <c>Action::"invokeModel"</c>, <c>"returnAnswer"</c> or
/// <c>"callTool"</c> on <c>Model::"…"</c> or <c>Tool::"…"</c>, given the message's context?
/// </summary>
/// <param name="Request">The question.</param>
/// <param name="Entities">What is known of those it speaks of.</param>
/// <param name="First">Context of the exchange's first question, which its record tells already; null where this is the first.</param>
internal readonly record struct PolicyQuestion(AuthorizationRequest Request, EntityStore Entities, CedarRecord? First = null)
{
    internal const string ModelType = "Model";
    internal const string ToolType = "Tool";

    internal static readonly EntityUid InvokeModelAction = new("Action", "invokeModel");
    internal static readonly EntityUid CallToolAction = new("Action", "callTool");
    internal static readonly CedarString RequestDirection = new("request");
    internal static readonly CedarString ResponseDirection = new("response");

    internal static readonly CedarRecord FullBudget = Budget(1_000);

    private static readonly EntityUid ReturnAnswerAction = new("Action", "returnAnswer");

    /// <summary>The token that the agent showed, which bounds what policy allows; null where it showed its key.</summary>
    public TokenFacts? Token { get; init; }

    /// <summary>What asks the past about it; null where no policy does.</summary>
    public HistoryAct? Act { get; init; }

    /// <summary>The numbers among the call's arguments; null where nothing is called.</summary>
    public CallNumbers? Numbers { get; init; }

    /// <summary>The kill switches, as they are when it is asked; null where there are none.</summary>
    public IStanding? Standing { get; init; }

    /// <summary>The blueprint of the agent that is asked about, which bounds what policy allows; null where it has none.</summary>
    public Blueprint? Blueprint { get; init; }

    /// <summary>The same question about another agent; its context stays that of the call, but for that agent's past.</summary>
    public PolicyQuestion About(Principal agent) => this with
    {
        Request = ChainHistory.Of(Request, AgentEntities.Uid(agent)),
        Entities = AgentEntities.Of(agent),
        Blueprint = agent.Blueprint,
    };

    /// <summary>The same question about the person with whom it began.</summary>
    public PolicyQuestion About(Person person) => this with
    {
        Request = ChainHistory.Of(Request, PersonEntities.Uid(person)),
        Entities = PersonEntities.Of(person),
        Blueprint = null,
    };

    /// <summary>The same question about one of those that the agent acts for, by its id.</summary>
    public PolicyQuestion About(string id) => Token!.Person is { } person && person.Id == id ? About(person) : About(Token.ActsFor.First(a => a.AgentId == id));

    /// <summary>Whether the question holds all that policies ask about the past, of those it acts for, too.</summary>
    public bool KnowsPast(PolicyEngine policies)
    {
        if (!Knows(this, policies))
        {
            return false;
        }

        foreach (var agent in Token?.ActsFor ?? [])
        {
            if (!Knows(About(agent), policies))
            {
                return false;
            }
        }

        return Token?.Person is not { } person || Knows(About(person), policies);
    }

    /// <summary>May the agent send this request to that model?</summary>
    public static PolicyQuestion InvokeModel(Exchange exchange)
    {
        var request = exchange.Request!;
        var labels = LabelSets.Of(exchange.Inspection.Findings, request.Segments);
        exchange.FirstContext = Context(exchange, RequestDirection, labels);
        return new(
            new(AgentEntities.Uid(exchange.Principal!), InvokeModelAction, new(ModelType, request.Model), exchange.FirstContext),
            AgentEntities.Of(exchange.Principal!))
        {
            Token = exchange.Principal!.Token,
            Standing = exchange.Standing,
            Act = exchange.History?.Begin(),
            Blueprint = exchange.Principal.Blueprint,
        };
    }

    /// <summary>May the agent get this answer?</summary>
    public static PolicyQuestion ReturnAnswer(Exchange exchange, in LabelSets labels, HistoryAct? act) => new(
        new(AgentEntities.Uid(exchange.Principal!), ReturnAnswerAction, new(ModelType, exchange.Request!.Model), Context(exchange, ResponseDirection, labels)),
        AgentEntities.Of(exchange.Principal!),
        exchange.FirstContext)
    {
        Token = exchange.Principal!.Token,
        Standing = exchange.Standing,
        Act = act,
        Blueprint = exchange.Principal.Blueprint,
    };

    /// <summary>May the agent make the tool call that the model proposes? <paramref name="labels"/> are those of its arguments.</summary>
    public static PolicyQuestion CallTool(Exchange exchange, ProposedToolCall call, in LabelSets labels, HistoryAct? act) => new(
        new(AgentEntities.Uid(exchange.Principal!), CallToolAction, new(ToolType, call.Name), Context(
            exchange,
            ResponseDirection,
            labels,
            CallContext.Of(exchange, call))),
        AgentEntities.Of(exchange.Principal!),
        exchange.FirstContext)
    {
        Token = exchange.Principal!.Token,
        Standing = exchange.Standing,
        Act = act,
        Blueprint = exchange.Principal.Blueprint,
        Numbers = act is null ? null : CallNumbers.OfArguments(call.Arguments, exchange.Masking?.Reveal(call.Arguments)),
    };

    private static CedarSet ActsFor(TokenFacts? token) => token is null or { ActsFor.Count: 0, Person: null }
        ? CedarSet.Empty
        : CedarSet.OfStrings([.. token.ActsFor.Select(a => a.AgentId), .. token.Person is { } person ? [person.Id] : Array.Empty<string>()]);

    private static CedarSet Purposes(TokenFacts? token) => token is null or { Mandates.Count: 0 }
        ? CedarSet.Empty
        : CedarSet.OfStrings([.. token.Mandates.Select(m => m.Purpose).OfType<string>().Distinct(StringComparer.Ordinal)]);

    private static KeyValuePair<string, CedarValue>[] SignInOf(Exchange exchange) => exchange.Principal!.Token?.SignIn is not { } signIn ? [] :
    [
        new("signIn", new CedarRecord((KeyValuePair<string, CedarValue>[])
        [
            new("acr", new CedarString(signIn.Acr)),
            new("seconds", new CedarLong(Math.Max(0, (long)(exchange.Time - signIn.At).TotalSeconds))),
        ])),
    ];

    private static bool Knows(in PolicyQuestion question, PolicyEngine policies) => HistoryContext.Answers(question.Request, question.Entities, policies.History);

    private static CedarRecord Budget(long perMille) =>
        new((KeyValuePair<string, CedarValue>[])[new("remainingPerMille", new CedarLong(perMille))]);

    /// <summary>What policies read of any exchange, and <paramref name="more"/>.</summary>
    public static CedarRecord Context(Exchange exchange, CedarString direction, in LabelSets labels, params ReadOnlySpan<KeyValuePair<string, CedarValue>> more)
    {
        var request = exchange.Request!;
        return new CedarRecord((KeyValuePair<string, CedarValue>[])
        [
            new("dialect", LabelSets.Text(exchange.Route.Dialect.Name)),
            new("stream", CedarBool.Of(request.Stream)),
            new("direction", direction),
            new("labels", labels.All),
            new("untrustedLabels", labels.Untrusted),
            new("injection", labels.Injection),
            new("tools", request.Tools.Count == 0 ? CedarSet.Empty : CedarSet.OfStrings(request.Tools)),
            new("hidesContext", CedarBool.Of(request.HidesContext)),
            new("budget", exchange.Spending is { } spending ? Budget(spending.PerMille) : FullBudget),
            new("sensitivity", SensitivityContext.Of(exchange.Sensitivity)),
            new("agentName", AgentEntities.Name(exchange.Principal!)),
            new("actsFor", ActsFor(exchange.Principal!.Token)),
            new("purposes", Purposes(exchange.Principal.Token)),
            .. SignInOf(exchange),
            .. SignalContext.Of(exchange.Principal.Token?.Person, exchange.Time),
            .. more,
        ]);
    }
}
