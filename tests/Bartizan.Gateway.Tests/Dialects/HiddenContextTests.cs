using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

/// <summary>What gets to the model without standing in the request is said, or refused where it would escape inspection altogether.</summary>
public class HiddenContextTests
{
    [Theory]
    [InlineData("openai", """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""", true)]
    [InlineData("openai", """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":null,"file_data":"aGVsbG8gd29ybGQ="}}]}]}""", false)]
    [InlineData("responses", """{"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]}""", true)]
    [InlineData("responses", """{"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_url":"https://example.org/a.pdf"}]}]}""", true)]
    [InlineData("anthropic", """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_1"}}]}]}""", true)]
    [InlineData("anthropic", """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://example.org/a.pdf"}}]}]}""", true)]
    [InlineData("anthropic", """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi"}}]}]}""", false)]
    [InlineData("gemini", """{"contents":[{"parts":[{"fileData":{"fileUri":"https://example.org/files/1","mimeType":"application/pdf"}}]}]}""", true)]
    [InlineData("gemini", """{"contents":[{"parts":[{"file_data":{"file_uri":"gs://a/b"}}]}]}""", true)]
    public void A_file_that_only_the_upstream_has_hides_context(string dialect, string body, bool hides)
    {
        using var reading = Readings.Named(dialect).ReadRequest(body.Utf8());
        Assert.Null(reading.Failure);
        Assert.Equal(hides, reading.HidesContext);
    }

    [Theory]
    [InlineData("responses", """{"model":"m","input":"hi","background":true}""", "background")]
    [InlineData("responses", """{"model":"m","input":"hi","background":1}""", "background")]
    [InlineData("gemini", """{"contents":[{"parts":[{"text":"hi"}]}],"model":"models/other"}""", "model")]
    public void What_would_escape_is_refused(string dialect, string body, string field)
    {
        using var reading = Readings.Named(dialect).ReadRequest(body.Utf8());
        Assert.Equal(ReadFailure.InvalidField, reading.Failure?.Code);
        Assert.StartsWith(field, reading.Failure!.Message, StringComparison.Ordinal);
    }
}
