using System.Net;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Sensitivities;

public class SensitivityTests
{
    private const string Iban = "DE89370400440532013000";
    private const string Purview = "8faca7b8-8d20-48a3-8ea2-0f96310a848e";

    private const string NothingConfidentialGoesOut = TestGateway.AllowAll + """
        @code("too_sensitive") forbid(principal, action == Action::"invokeModel", resource) when { context.sensitivity.level >= 2 };
        """;

    private static readonly SensitivityOptions Options = new()
    {
        Header = "x-sensitivity",
        Purview = new Dictionary<string, Sensitivity> { [Purview] = Sensitivity.Restricted },
    };

    public static TheoryData<string, bool> Matrix => new() { { "openai", false }, { "openai", true }, { "anthropic", false }, { "anthropic", true } };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Findings_give_labels_without_any_configuration(string dialect, bool stream)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, NothingConfidentialGoesOut);
        using var passes = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "write to bob@example.org"));
        Assert.Equal(HttpStatusCode.OK, passes.StatusCode);
        Assert.Equal(Sensitivity.Internal, gateway.LastExchange.Sensitivity);
        Assert.Equal(Sensitivity.Internal, Assert.Single(gateway.LastExchange.Request).Sensitivity);
        using var refused = await gateway.AskAsync(dialect, Bodies.Ask(dialect, $"pay to {Iban}", stream));
        Assert.True(Bodies.HasCode(await refused.Content.ReadAsStringAsync(), "too_sensitive"));
        Assert.Equal(Sensitivity.Confidential, gateway.LastExchange.Sensitivity);
        Assert.Equal(0, gateway.Sensitivities.Asked);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task What_an_answer_holds_raises_the_label_while_it_comes(string dialect, bool stream)
    {
        await using var upstream = stream ? Streaming(dialect, "the account is ", Iban, " they say") : ScriptedUpstream.Json(Bodies.Answer(dialect, $"it is {Iban}"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, TestGateway.AllowAll + """
            @code("too_sensitive") forbid(principal, action == Action::"returnAnswer", resource) when { context.sensitivity.name == "confidential" };
            """);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "which account?", stream));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(Bodies.HasCode(body, "too_sensitive"));
        Assert.DoesNotContain(Iban, body, StringComparison.Ordinal);
        Assert.Equal(Sensitivity.Confidential, gateway.LastExchange.Sensitivity);
        Assert.Null(Assert.Single(gateway.LastExchange.Request).Sensitivity);
    }

    [Theory]
    [InlineData("Confidential", 403)]
    [InlineData(Purview, 403)]
    [InlineData("internal", 200)]
    [InlineData("top secret", 400)]
    [InlineData("00000000-0000-0000-0000-000000000001", 400)]
    public async Task A_header_labels_the_request(string value, int status)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, NothingConfidentialGoesOut, o => o with { Sensitivity = Options });
        Assert.Equal(status, (int)await AskAsync(gateway, "hello", ("x-sensitivity", value)));
        Assert.Equal(status == 200 ? 1 : 0, upstream.Requests.Count);
        Assert.All(upstream.Requests, r => Assert.DoesNotContain("x-sensitivity", r.Everything, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(status == 403 ? "too_sensitive" : "", gateway.LastExchange.Decisions is [.., var last] ? last.Code : "");
    }

    [Theory]
    [InlineData("\"title\":\"Plan\",\"context\":\"Sensitivity: confidential\"", Sensitivity.Confidential)]
    [InlineData($"\"title\":\"MSIP_Label_{Purview}_Enabled=true\"", Sensitivity.Restricted)]
    [InlineData("\"title\":\"Plan\"", null)]
    public async Task A_document_is_labelled_by_its_metadata_and_nothing_beside_it(string metadata, Sensitivity? expected)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("anthropic", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: o => o with { Sensitivity = Options });
        using var response = await gateway.AskAsync("anthropic", $$$"""
            {"model":"claude-test","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"sum it up"},
            {"type":"document",{{{metadata}}},"source":{"type":"text","media_type":"text/plain","data":"the plan"}}]}]}
            """);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, gateway.LastExchange.Sensitivity);
        var byPath = gateway.LastExchange.Request.ToDictionary(s => s.Path, s => s.Sensitivity);
        Assert.Equal(expected, byPath["messages[0].content[1].source.data"]);
        Assert.Null(byPath["messages[0].content[0].text"]);
    }

    [Fact]
    public async Task A_named_session_keeps_its_highest_label_over_dialects_and_mcp()
    {
        await using var server = McpClient.Server((_, _) => """ "result":{"content":[{"type":"text","text":"the plan","_meta":{"sensitivity":"confidential"}}]} """);
        await using var gateway = await TestGateway.StartAsync(
            server.Address, NothingConfidentialGoesOut, o => o with { Sensitivity = Options }, McpClient.Options(server.Address));
        (string, string) one = ("x-bartizan-session", "one"), other = ("x-bartizan-session", "other");
        using var result = await gateway.SendMcpAsync(McpClient.Request("test/any"), change: r => r.Headers.TryAddWithoutValidation(one.Item1, one.Item2));
        Assert.Equal(HttpStatusCode.OK, result.StatusCode);
        Assert.Equal(Sensitivity.Confidential, gateway.LastExchange.Sensitivity);
        Assert.Equal(Sensitivity.Confidential, Assert.Single(gateway.Sensitivities.Labels));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(gateway, "hello", one));
        Assert.NotEqual(HttpStatusCode.Forbidden, await AskAsync(gateway, "hello", other));
    }

    [Fact]
    public async Task What_was_refused_before_it_left_labels_no_session()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, NothingConfidentialGoesOut, o => o with { Sensitivity = Options });
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(gateway, Iban, ("x-bartizan-session", "one")));
        Assert.Empty(gateway.Sensitivities.Labels);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, "hello", ("x-bartizan-session", "one")));
    }

    [Fact]
    public async Task A_session_that_nobody_named_is_not_remembered()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: o => o with { Sensitivity = Options });
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, $"hello {Iban}"));
        Assert.Equal(0, gateway.Sensitivities.Asked);
    }

    [Fact]
    public async Task Nothing_passes_that_cannot_be_remembered()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: o => o with { Sensitivity = Options });
        gateway.Sensitivities.Fails = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(gateway, Iban, ("x-bartizan-session", "one")));
        Assert.Empty(upstream.Requests);
    }

    private static ScriptedUpstream Streaming(string dialect, params string[] pieces) => ScriptedUpstream.Start(async (_, connection) =>
    {
        await connection.BeginEventsAsync();
        foreach (var piece in Bodies.Events(dialect, pieces))
        {
            await connection.ChunkAsync(piece);
        }

        await connection.EndAsync();
    });

    private static async Task<HttpStatusCode> AskAsync(TestGateway gateway, string text, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions")
        {
            Content = new StringContent(Bodies.Ask("openai", text), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", "Bearer " + OneAgent.Key);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Client.SendAsync(request);
        return response.StatusCode;
    }
}
