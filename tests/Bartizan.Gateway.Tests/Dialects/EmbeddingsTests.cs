using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Dialects.OpenAiEmbeddings;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Guard;

namespace Bartizan.Gateway.Tests.Dialects;

public class EmbeddingsTests
{
    private static readonly OpenAiEmbeddingsDialect Dialect = new();

    [Theory]
    [InlineData("""{"model":"m","input":"Hello"}""", "User User input | Hello")]
    [InlineData("""{"input":["a","b",""],"model":"m","encoding_format":"base64","dimensions":256}""", "User User input[0] | a", "User User input[1] | b")]
    [InlineData("""{"model":"m","input":"a","user":"Ann Example","vendor":"words"}""", "User User input | a", "User User user | Ann Example", "Document Untrusted vendor | words")]
    public void Every_text_of_a_request_is_found(string json, params string[] expected) => Assert.Equal(expected, Dialect.Request(json));

    [Theory]
    [InlineData("""{"model":"m","input":[1,2,3]}""")]
    [InlineData("""{"model":"m","input":[[1,2],[3]]}""")]
    [InlineData("""{"model":"m","input":["a",[1]]}""")]
    [InlineData("""{"model":"m","input":7}""")]
    [InlineData("""{"model":"m","input":null}""")]
    [InlineData("""{"model":"m","input":{"text":"a"}}""")]
    public void Token_ids_are_refused(string json)
    {
        using var reading = Dialect.ReadRequest(json.Utf8());
        Assert.Equal(ReadFailure.InvalidField, reading.Failure!.Code);
        Assert.Contains("token ids cannot be inspected", reading.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"input":"a"}""")]
    [InlineData("[]")]
    [InlineData("""{"model":"m","input":"a","input":"b"}""")]
    public void What_is_missing_or_stands_twice_is_refused(string json)
    {
        using var reading = Dialect.ReadRequest(json.Utf8());
        Assert.NotNull(reading.Failure);
    }

    [Fact]
    public void Where_the_path_names_the_model_the_body_need_not() =>
        Assert.Equal(["User User input | a"], new OpenAiEmbeddingsDialect(modelInPath: true).Request("""{"input":"a"}"""));

    [Fact]
    public void Vectors_pass_and_words_in_their_place_do_not()
    {
        var floats = Convert.ToBase64String(Enumerable.Range(0, 64).SelectMany(i => BitConverter.GetBytes(MathF.Sin(i))).ToArray());
        using var reading = Dialect.ReadResponse(Encoding.UTF8.GetBytes($$$"""
            {"object":"list","model":"m","data":[
              {"object":"embedding","index":0,"embedding":[0.1,-2e-3,5]},
              {"object":"embedding","index":1,"embedding":"{{{floats}}}"},
              {"object":"embedding","index":2,"embedding":[0.5,"hidden words",{"a":"more"}],"note":"aside"},
              "loose"],
             "usage":{"prompt_tokens":7,"total_tokens":7}}
            """));
        Assert.Equal(
            [
                "Assistant Untrusted data[2].embedding | hidden words",
                "Assistant Untrusted data[2].embedding | a: more",
                "Assistant Untrusted data[2].note | aside",
                "Assistant Untrusted data[3] | loose",
            ],
            reading.Lines());
        Assert.Equal(7, reading.Usage.Input);
    }

    [Fact]
    public void A_masked_input_leaves_the_rest_byte_for_byte()
    {
        var body = """{ "input": ["keep é", "mail a@example.org now"], "model":"m" }""".Utf8();
        using var reading = Dialect.ReadRequest(body);
        var found = GuardEngine.CreateDefault().Inspect(reading.Segments).Findings;
        Assert.Equal(
            """{ "input": ["keep é", "mail [redacted:pii.email] now"], "model":"m" }""",
            Encoding.UTF8.GetString(Dialect.Redact(reading, found, LabelMask.Instance)));
    }
}
