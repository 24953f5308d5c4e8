using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Replay;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Policy;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Policies;

/// <summary>
/// <c>content/policies/bartizan.cedarschema</c> says what real exchanges ask policy: every key that is sent is declared with its type, and
/// every key that is declared is sent.
/// </summary>
public sealed class GatewaySchemaTests
{
    private static readonly PolicySchema Schema = PolicySchema.Parse(File.ReadAllText(Repository.PathTo("content", "policies", "bartizan.cedarschema")), "bartizan.cedarschema");

    [Fact]
    public async Task Every_question_about_models_and_tools_fits()
    {
        var asked = new List<AuthorizationRequest>();
        foreach (var dialect in (string[])["openai", "anthropic"])
        {
            await using var upstream = ScriptedUpstream.Start((request, connection) => connection.JsonAsync(
                request.Body.Contains("tool please", StringComparison.Ordinal) ? Bodies.ToolAnswer(dialect, "send_email") : Bodies.Answer(dialect, "an apple")));
            await using var gateway = await TestGateway.StartAsync(upstream.Address, inspectors: [new WordInspector("apple", "test.fruit")]);
            foreach (var body in (string[])[Bodies.Ask(dialect, "an apple", stream: false), Bodies.Ask(dialect, "tool please", stream: false), Bodies.AskWithToolResult(dialect, "apple tool please", stream: false)])
            {
                using var response = await gateway.AskAsync(dialect, body);
            }

            asked.AddRange(gateway.Exchanges.SelectMany(Questions));
        }

        AssertFits(asked);
        Assert.Equal(["callTool", "invokeModel", "returnAnswer"], asked.Select(r => r.Action.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(asked, r => r.Action.Id == "callTool" && r.Context.TryGet("origins", out var origins) && origins.ToString() != "{}");
    }

    [Fact]
    public async Task Every_question_about_mcp_servers_fits()
    {
        await using var server = McpClient.Server((method, _) => method switch
        {
            "tools/list" => $$""" "result":{"tools":[{{McpClient.Tool("search")}}]} """,
            "resources/list" => """ "result":{"resources":[{"uri":"file:///a","name":"a"}]} """,
            "prompts/list" => """ "result":{"prompts":[{"name":"p"}]} """,
            _ => """ "result":{"content":[{"type":"text","text":"done"}]} """,
        });
        const string refuseLists = """forbid(principal, action in [Action::"listTools", Action::"listResources", Action::"listPrompts"], resource);"""; // only what is refused of lists is recorded
        await using var gateway = await McpClient.StartAsync(server.Address, TestGateway.AllowAll + refuseLists);
        foreach (var request in (string[])
        [
            McpClient.Request("tools/list"), McpClient.Request("resources/list"), McpClient.Request("prompts/list"), McpClient.Request("ping"), McpClient.Call("search", """{"q":"x"}"""),
            McpClient.Request("resources/read", """ "uri":"file:///a" """), McpClient.Request("prompts/get", """ "name":"p" """),
        ])
        {
            await gateway.AskMcpAsync(request);
        }

        var asked = gateway.Exchanges.SelectMany(Questions).ToList();
        AssertFits(asked);
        Assert.Equal(
            ["callTool", "getPrompt", "listPrompts", "listResources", "listTools", "readResource", "returnResult", "useServer"], asked.Select(r => r.Action.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_known_of_an_agent_fits()
    {
        var agent = AgentEntities.Of(new Principal("a", "A", "o@example.org", new Dictionary<string, string> { ["team"] = "red" }));
        Assert.Empty(RequestValidator.Validate(agent, Schema));
    }

    [Fact]
    public void What_is_known_of_a_person_fits() => Assert.Empty(RequestValidator.Validate(PersonEntities.Of(new Person("acc_1", "ada", ["analyst"])), Schema));

    [Theory]
    [InlineData("default.cedar")]
    [InlineData("packs/argument-origins.cedar")]
    [InlineData("packs/rule-of-two.cedar")]
    public void The_policies_that_are_built_in_validate(string file)
    {
        var policies = PolicySet.Parse(File.ReadAllText(Repository.PathTo("content", "policies", file)), file);
        Assert.Empty(PolicyValidator.Validate(policies, Schema).Findings);
    }

    // What the record of an exchange tells of its questions is what was asked; AskedQuestionTests holds that.
    private static IEnumerable<AuthorizationRequest> Questions(ExchangeRecord exchange)
    {
        var questions = new RecordedQuestions(exchange, new RecordedAgent(exchange), RecordedBlueprints.None);
        return [.. exchange.Decisions.Where(d => d.Asked is not null).Select(d => questions.Next(d.Action, d.Asked!).Request)];
    }

    private static void AssertFits(IReadOnlyList<AuthorizationRequest> asked) =>
        Assert.Empty(asked.SelectMany(r => RequestValidator.Validate(r, Schema).Select(e => $"{r.Action} on {r.Resource}: {e}")).Distinct());
}
