using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Core.Identity;
using Bartizan.Core.Json;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Mcp.Exchanges;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Holds;

namespace Bartizan.Gateway.Elevation;

/// <summary>
/// A call that policy holds, exactly: who makes it and for whom, what, with all that is sent along, as RFC 8785 canonical JSON. Two calls that differ in
/// anything have different digests; one that could be read in two ways has none.
/// </summary>
/// <param name="Agent">The agent that makes it.</param>
/// <param name="Chain">Those on whose behalf, the nearest first.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Json">All of it, in canonical JSON.</param>
internal sealed record HeldCall(ChainMember Agent, IReadOnlyList<ChainMember> Chain, EntityUid Action, EntityUid Resource, string Json)
{
    // What a person cannot take in, nobody can approve.
    private const int LargestArguments = 64 << 10;

    /// <summary>SHA-256 of <see cref="Json"/>, 64 hex digits.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)));

    /// <summary>The call as grants are compared with it.</summary>
    public GrantedCall Granted => new(Agent.Id, Chain, Action, Resource, Digest);

    /// <summary>The access request for it.</summary>
    public AccessRequest ToRequest(string id, Exchange exchange, IReadOnlyList<Policy.Policy> holding, DateTimeOffset now, DateTimeOffset ends) => new()
    {
        Id = id,
        Agent = Agent,
        Chain = Chain,
        Action = Action.Id,
        Resource = Resource.ToString(),
        Digest = Digest,
        Call = Json,
        Exchange = exchange.Id,
        Policies = [.. holding.Select(Hold.Shown)],
        Created = now,
        Ends = ends,
    };

    /// <summary>A request to a model. Of its body stands a digest: a conversation is too long to be read before each of its turns.</summary>
    public static HeldCall? Of(Exchange exchange) =>
        CanonicalJson.Exact(exchange.Outgoing.Span, exchange.Outgoing.Length) is not { } body ? null : Make(
            exchange.Principal!,
            PolicyQuestion.InvokeModelAction,
            new(PolicyQuestion.ModelType, exchange.Request!.Model),
            "body",
            $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"");

    /// <summary>A tool call that a model proposes.</summary>
    public static HeldCall? Of(Exchange exchange, ProposedToolCall call) =>
        CanonicalJson.Exact(Encoding.UTF8.GetBytes(call.Arguments.Length == 0 ? "{}" : call.Arguments), LargestArguments) is not { } arguments ? null : Make(
            exchange.Principal!, PolicyQuestion.CallToolAction, new(PolicyQuestion.ToolType, call.Name), "arguments", arguments);

    /// <summary>A message to an MCP server, with everything that goes on with it but <c>_meta</c>, which is about the exchange and not about the call.</summary>
    public static HeldCall? Of(McpTurn turn, McpMessage message)
    {
        var (action, resource) = McpQuestions.Subject(turn, message);
        var sent = turn.Asked.Body[message.Bytes.Start..message.Bytes.End];
        return ParametersOf(sent.Span) is not { } parameters || message.Kind != McpKind.Request ? null : Make(
            turn.Exchange.Principal!, action, resource, "params", parameters, message.Method);
    }

    private static string? ParametersOf(ReadOnlySpan<byte> message)
    {
        if (message.Length > LargestArguments || CanonicalJson.Exact(message, LargestArguments) is not { } canonical)
        {
            return null;
        }

        using var document = JsonDocument.Parse(canonical);
        return !document.RootElement.TryGetProperty("params", out var all) ? "{}"
            : $"{{{string.Join(',', all.EnumerateObject().Where(p => p.Name != "_meta").Select(p => $"{CanonicalJson.Quote(p.Name)}:{p.Value.GetRawText()}"))}}}";
    }

    // Keys stand in the order of the scheme: action, agent, arguments or body, chain, method, params, resource.
    private static HeldCall Make(Principal principal, EntityUid action, EntityUid resource, string name, string content, string? method = null)
    {
        var (agent, chain) = (ChainMember.Of(principal), (ChainMember[])[.. (principal.Token?.ActsFor ?? []).Select(ChainMember.Of), .. principal.Token?.Person is { } person ? [ChainMember.Of(person)] : Array.Empty<ChainMember>()]);
        var json = new StringBuilder("{")
            .Append($"\"action\":{CanonicalJson.Quote(action.Id)},\"agent\":{CanonicalJson.Quote(agent.Id)},")
            .Append(method is null ? $"\"{name}\":{content}," : "")
            .Append($"\"chain\":[{string.Join(',', chain.Select(m => CanonicalJson.Quote(m.Id)))}],")
            .Append(method is null ? "" : $"\"method\":{CanonicalJson.Quote(method)},\"{name}\":{content},")
            .Append($"\"resource\":{CanonicalJson.Quote(resource.ToString())}}}");
        return new(agent, chain, action, resource, json.ToString());
    }
}
