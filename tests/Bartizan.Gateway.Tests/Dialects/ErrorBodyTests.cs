using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class ErrorBodyTests
{
    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(403, "permission_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(502, "server_error")]
    public void OpenAi_clients_find_message_type_and_code(int status, string type)
    {
        var body = Readings.OpenAi.ErrorBody(status, "blocked_by_policy", "No \"secrets\".", "exc_1");
        var error = JsonNode.Parse(body)!["error"]!;
        Assert.Equal(type, (string?)error["type"]);
        Assert.Equal("blocked_by_policy", (string?)error["code"]);
        Assert.Equal("No \"secrets\". (exc_1)", (string?)error["message"]);
        Assert.True(error.AsObject().ContainsKey("param"));
        Assert.Equal(body, Readings.Responses.ErrorBody(status, "blocked_by_policy", "No \"secrets\".", "exc_1"));
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(403, "permission_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(502, "api_error")]
    public void Anthropic_clients_find_type_message_code_and_request(int status, string type)
    {
        var body = JsonNode.Parse(Readings.Anthropic.ErrorBody(status, "blocked_by_policy", "No.", "exc_1"))!;
        Assert.Equal("error", (string?)body["type"]);
        Assert.Equal("exc_1", (string?)body["request_id"]);
        Assert.Equal(type, (string?)body["error"]!["type"]);
        Assert.Equal("No.", (string?)body["error"]!["message"]);
        Assert.Equal("blocked_by_policy", (string?)body["error"]!["details"]!["error_code"]);
    }

    [Fact]
    public void Streams_end_with_the_event_that_clients_throw_on()
    {
        Assert.StartsWith("data: {\"error\":{", Encoding.UTF8.GetString(Readings.OpenAi.StreamError("blocked_by_policy", "No.", "")), StringComparison.Ordinal);
        Assert.StartsWith("event: error\ndata: {\"type\":\"error\"", Encoding.UTF8.GetString(Readings.Anthropic.StreamError("upstream_failed", "No.", "")), StringComparison.Ordinal);
        Assert.Equal(
            """{"message":"No.","type":"error","param":null,"code":"upstream_failed","sequence_number":0,"error":{"message":"No.","type":"server_error","param":null,"code":"upstream_failed"}}""",
            Encoding.UTF8.GetString(Readings.Responses.StreamError("upstream_failed", "No.", ""))["event: error\ndata: ".Length..].TrimEnd());
    }
}
