using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>
/// Questions to policy about MCP. The resource is <c>Tool</c>, <c>Resource</c> or <c>Prompt</c> with the id <c>"server/name"</c>, or the <c>Server</c> itself;
/// the context is that of models, with <c>server</c> and <c>method</c>.
/// </summary>
internal static class McpQuestions
{
    private static readonly EntityUid CallTool = new("Action", "callTool");
    private static readonly EntityUid ReadResource = new("Action", "readResource");
    private static readonly EntityUid GetPrompt = new("Action", "getPrompt");
    private static readonly EntityUid UseServer = new("Action", "useServer");
    private static readonly EntityUid ReturnResult = new("Action", "returnResult");
    private static readonly EntityUid ListTools = new("Action", "listTools");
    private static readonly EntityUid ListPrompts = new("Action", "listPrompts");
    private static readonly EntityUid ListResources = new("Action", "listResources");

    /// <summary>May the agent send this message?</summary>
    public static PolicyQuestion Send(McpTurn turn, McpMessage message, in LabelSets labels)
    {
        var (action, resource) = Subject(turn, message);
        return Ask(turn, action, resource, PolicyQuestion.RequestDirection, message.Method, message.Target, labels, records: true) with
        {
            Numbers = resource.Type == "Tool" ? CallNumbers.OfMessage(turn.Asked.Body[message.Bytes.Start..message.Bytes.End]) : null,
        };
    }

    /// <summary>Action and resource of a message that a client sends, as policies name them.</summary>
    public static (EntityUid Action, EntityUid Resource) Subject(McpTurn turn, McpMessage message)
    {
        var resource = ResourceOf(turn, message);
        return (resource.Type switch { "Tool" => CallTool, "Resource" => ReadResource, "Prompt" => GetPrompt, _ => UseServer }, resource);
    }

    /// <summary>May the agent get this message of the server, which answers <paramref name="request"/> when there is one?</summary>
    public static PolicyQuestion Return(McpTurn turn, McpMessage message, McpMessage? request, in LabelSets labels) => Ask(
        turn,
        ReturnResult,
        request is null ? new("Server", turn.Server.Name) : ResourceOf(turn, request),
        PolicyQuestion.ResponseDirection,
        request?.Method ?? message.Method,
        request?.Target,
        labels,
        records: true);

    /// <summary>May the agent see this in a list?</summary>
    public static PolicyQuestion List(McpTurn turn, McpListKind kind, string name, in LabelSets labels)
    {
        var (action, type) = kind switch
        {
            McpListKind.Tools => (ListTools, "Tool"),
            McpListKind.Prompts => (ListPrompts, "Prompt"),
            _ => (ListResources, "Resource"),
        };
        return Ask(turn, action, Id(turn, type, name), PolicyQuestion.ResponseDirection, "", name, labels, records: false);
    }

    /// <summary>Could the agent use what a list shows, if it asked for nothing objectionable?</summary>
    public static PolicyQuestion Use(McpTurn turn, McpListKind kind, string name)
    {
        var (action, type) = kind switch
        {
            McpListKind.Tools => (CallTool, "Tool"),
            McpListKind.Prompts => (GetPrompt, "Prompt"),
            _ => (ReadResource, "Resource"),
        };
        return Ask(turn, action, Id(turn, type, name), PolicyQuestion.RequestDirection, "", name, LabelSets.None, records: false);
    }

    private static EntityUid ResourceOf(McpTurn turn, McpMessage message) => message.Method switch
    {
        "tools/call" => Id(turn, "Tool", message.Target ?? ""),
        "prompts/get" => Id(turn, "Prompt", message.Target ?? ""),
        "resources/read" or "resources/subscribe" or "resources/unsubscribe" => Id(turn, "Resource", message.Target ?? ""),
        _ => new("Server", turn.Server.Name),
    };

    private static EntityUid Id(McpTurn turn, string type, string name) => new(type, $"{turn.Server.Name}/{name}");

    // The conversation behind a call is not seen here, so nothing is said of whose words it carries; where the model's traffic passes, its proposal was judged for that.
    private static PolicyQuestion Ask(McpTurn turn, EntityUid action, EntityUid resource, CedarString direction, string method, string? target, in LabelSets labels, bool records) => new(
        new(AgentEntities.Uid(turn.Exchange.Principal!), action, resource, PolicyQuestion.Context(
            turn.Exchange,
            direction,
            labels,
            [new("server", new CedarString(turn.Server.Name)),
            new("method", new CedarString(method)),
            new("tool", new CedarString(resource.Type == "Tool" ? target ?? "" : "")),
            new("model", new CedarString("")),
            .. CallContext.Unseen(resource.Type == "Tool" && turn.Exchange.Snapshot.Routes.Tools.ActsOutward(target ?? ""))])),
        AgentEntities.Of(turn.Exchange.Principal!))
    {
        Token = turn.Exchange.Principal!.Token,
        Standing = turn.Exchange.Standing,
        Act = records ? turn.Exchange.History?.Begin() : turn.Exchange.History?.Peek(),
        Blueprint = turn.Exchange.Principal.Blueprint,
    };
}
