using System.Text.Json.Nodes;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;
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

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT")]
    [InlineData(401, "UNAUTHENTICATED")]
    [InlineData(403, "PERMISSION_DENIED")]
    [InlineData(404, "NOT_FOUND")]
    [InlineData(413, "INVALID_ARGUMENT")]
    [InlineData(429, "RESOURCE_EXHAUSTED")]
    [InlineData(500, "INTERNAL")]
    [InlineData(502, "UNAVAILABLE")]
    [InlineData(504, "DEADLINE_EXCEEDED")]
    public void Gemini_clients_find_code_message_status_and_reason(int status, string name)
    {
        var error = JsonNode.Parse(Readings.Gemini.ErrorBody(status, "blocked_by_policy", "No.", "exc_1"))!["error"]!;
        Assert.Equal(status, (int?)error["code"]);
        Assert.Equal("No.", (string?)error["message"]);
        Assert.Equal(name, (string?)error["status"]);
        var info = error["details"]![0]!;
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", (string?)info["@type"]);
        Assert.Equal("blocked_by_policy", (string?)info["reason"]);
        Assert.Equal("bartizan", (string?)info["domain"]);
        Assert.Equal("exc_1", (string?)info["metadata"]!["exchange"]);
    }

    [Fact]
    public void Streams_end_with_the_event_that_clients_throw_on()
    {
        Assert.StartsWith("data: {\"error\":{", Encoding.UTF8.GetString(StreamError(Readings.OpenAi, "blocked_by_policy", "No.")), StringComparison.Ordinal);
        Assert.StartsWith("data: {\"error\":{\"code\":403,", Encoding.UTF8.GetString(StreamError(Readings.Gemini, "blocked_by_policy", "No.")), StringComparison.Ordinal);
        Assert.StartsWith("event: error\ndata: {\"type\":\"error\"", Encoding.UTF8.GetString(StreamError(Readings.Anthropic, "upstream_failed", "No.")), StringComparison.Ordinal);
        Assert.Equal(
            """{"message":"No.","type":"error","param":null,"code":"upstream_failed","sequence_number":0,"error":{"message":"No.","type":"server_error","param":null,"code":"upstream_failed"}}""",
            Encoding.UTF8.GetString(StreamError(Readings.Responses, "upstream_failed", "No."))["event: error\ndata: ".Length..].TrimEnd());
    }

    private static byte[] StreamError(IDialect dialect, string code, string message)
    {
        using var transform = dialect.OpenStream(new MarkerGuard(), new MarkerGate(), new StreamSettings("", LabelMask.Instance));
        return transform.Error(code, message, begun: false);
    }
}
