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

    [Theory]
    [InlineData(400, "ValidationException")]
    [InlineData(401, "UnrecognizedClientException")]
    [InlineData(403, "AccessDeniedException")]
    [InlineData(404, "ResourceNotFoundException")]
    [InlineData(413, "ValidationException")]
    [InlineData(429, "ThrottlingException")]
    [InlineData(500, "InternalServerException")]
    [InlineData(502, "ModelErrorException")]
    [InlineData(503, "ServiceUnavailableException")]
    [InlineData(504, "ModelTimeoutException")]
    public void Amazon_s_clients_find_a_message_a_reason_and_in_a_header_the_type(int status, string type)
    {
        var body = JsonNode.Parse(Readings.Converse.ErrorBody(status, "blocked_by_policy", "No.", "exc_1"))!;
        Assert.Equal(("No.", "blocked_by_policy", "exc_1"), ((string?)body["message"], (string?)body["reason"], (string?)body["exchange"]));
        Assert.False(body.AsObject().ContainsKey("code"));
        Assert.Equal(("x-amzn-errortype", type), Readings.Converse.ErrorHeader(status));
        Assert.Null(Readings.OpenAi.ErrorHeader(status));
    }

    [Theory]
    [InlineData("blocked_by_policy", "validationException")]
    [InlineData("upstream_failed", "modelStreamErrorException")]
    public void Amazon_s_streams_end_with_an_exception_that_both_of_them_define(string code, string type)
    {
        foreach (var dialect in (IDialect[])[Readings.Converse, Readings.Invoke])
        {
            var (headers, data) = Assert.Single(AmazonEvents.Parse(Encoding.Latin1.GetString(StreamError(dialect, code, "No."))));
            Assert.Equal(("exception", type), (headers[":message-type"], headers[":exception-type"]));
            Assert.Equal(code, (string?)JsonNode.Parse(data)!["reason"]);
        }
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
