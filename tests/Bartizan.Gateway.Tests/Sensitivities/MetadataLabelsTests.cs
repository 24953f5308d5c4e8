using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects.Bedrock;
using Bartizan.Gateway.Dialects.OpenAiChat;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Sensitivities;

namespace Bartizan.Gateway.Tests.Sensitivities;

public class MetadataLabelsTests
{
    private static readonly SensitivityTable Table = new(new SensitivityOptions
    {
        Purview = new Dictionary<string, Sensitivity> { ["8faca7b8-8d20-48a3-8ea2-0f96310a848e"] = Sensitivity.Restricted },
    });

    public static TheoryData<string, string, Sensitivity, Sensitivity> Results => new()
    {
        { """{"contents":[{"uri":"file:///a","text":"t","_meta":{"MSIP_Label_8faca7b8-8d20-48a3-8ea2-0f96310a848e_Enabled":"true"}},{"uri":"file:///b","text":"u"}]}""", "result.contents[0].text", Sensitivity.Restricted, Sensitivity.Public },
        { """{"content":[{"type":"resource","resource":{"uri":"file:///a","text":"t","annotations":{"classification":"internal"}}},{"type":"text","text":"u"}]}""", "result.content[0].resource.text", Sensitivity.Internal, Sensitivity.Public },
        { """{"content":[{"type":"text","text":"t"}],"_meta":{"sensitivityLabel":"Confidential"}}""", "result.content[0].text", Sensitivity.Confidential, Sensitivity.Confidential },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public void What_an_mcp_server_says_of_a_text_labels_that_text(string result, string path, Sensitivity expected, Sensitivity beside)
    {
        using var reading = McpReading.OfServer(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}"""));
        var labels = Table.Of(reading.Segments);
        Assert.Equal(expected, labels.Highest);
        Assert.Equal(expected, labels.Of(path));
        Assert.Contains(reading.Segments.ToArray(), s => s.Path == path);
        Assert.Equal((beside, beside), (labels.Of("result.content[1].text"), labels.Of("result.contents[1].text")));
    }

    [Fact]
    public void Metadata_of_a_whole_request_labels_all_of_it()
    {
        using var reading = new OpenAiChatDialect().ReadRequest(Encoding.UTF8.GetBytes("""{"model":"m","metadata":{"sensitivity":"restricted"},"messages":[{"role":"user","content":"hi"}]}"""));
        Assert.Equal(Sensitivity.Restricted, Table.Of(reading.Segments).Of("messages[0].content"));
    }

    [Fact]
    public void A_document_of_converse_is_labelled_by_its_context()
    {
        using var reading = new BedrockConverseDialect().ReadRequest(Encoding.UTF8.GetBytes("""
            {"messages":[{"role":"user","content":[{"text":"sum up"},{"document":{"name":"a","format":"txt","context":"Classification: restricted","source":{"text":"the plan"}}}]}]}
            """));
        var labels = Table.Of(reading.Segments);
        Assert.Equal(Sensitivity.Restricted, labels.Of("messages[0].content[1].document.source.text"));
        Assert.Equal(Sensitivity.Public, labels.Of("messages[0].content[0].text"));
    }

    [Fact]
    public void Without_configuration_nothing_is_read()
    {
        using var reading = new OpenAiChatDialect().ReadRequest(Encoding.UTF8.GetBytes("""{"model":"m","metadata":{"sensitivity":"restricted"},"messages":[{"role":"user","content":"hi"}]}"""));
        Assert.Same(MetadataLabels.None, new SensitivityTable(null).Of(reading.Segments));
    }
}
