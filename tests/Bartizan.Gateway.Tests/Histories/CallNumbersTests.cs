using System.Text;
using Bartizan.Gateway.Histories;

namespace Bartizan.Gateway.Tests.Histories;

public sealed class CallNumbersTests
{
    [Theory]
    [InlineData("""{"amount":12.5}""", "12.5")]
    [InlineData("""{"amount":0}""", "0")]
    [InlineData("""{"amount":1.25e2}""", "125")]
    [InlineData("""{"amount":1e-400}""", "0.0000000000000000000000000001")]
    [InlineData("""{"amount":0e-400}""", "0")]
    [InlineData("""{"\u0061mount":3}""", "3")]
    [InlineData("""{"amount":-0}""", null)]
    [InlineData("""{"amount":-1}""", null)]
    [InlineData("""{"amount":"12.5"}""", null)]
    [InlineData("""{"amount":null}""", null)]
    [InlineData("""{"amount":[1]}""", null)]
    [InlineData("""{"amount":true}""", null)]
    [InlineData("""{"amount":NaN}""", null)]
    [InlineData("""{"amount":Infinity}""", null)]
    [InlineData("""{"amount":1e400}""", null)]
    [InlineData("""{"amount":1e29}""", null)]
    [InlineData("""{"amount":00000000000000000000000000001}""", null)]
    [InlineData("""{"amount":1.00000000000000000000000000001}""", null)]
    [InlineData("""{"amount":1,"amount":1}""", null)]
    [InlineData("""{"amount":1,"x":{"y":1,"y":2}}""", null)]
    [InlineData("""{"amount":1,"\u0061mount":1000}""", null)]
    [InlineData("""{"Amount":1}""", null)]
    [InlineData("""{"amount":1,"AMOUNT":1000}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""[{"amount":1}]""", null)]
    [InlineData("""{"amount":1""", null)]
    [InlineData("""{"amount":1} {}""", null)]
    [InlineData("", null)]
    public void What_is_not_plainly_one_number_is_none(string arguments, string? number) =>
        Assert.Equal(number is null ? (decimal?)null : decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), CallNumbers.OfArguments(arguments, null).Find("amount"));

    [Fact]
    public void Arguments_nested_too_deep_have_none()
    {
        var deep = $$"""{"amount":1,"x":{{new string('[', 5_000)}}{{new string(']', 5_000)}}}""";
        Assert.Null(CallNumbers.OfArguments(deep, null).Find("amount"));
    }

    [Fact]
    public void What_masking_made_another_number_is_none()
    {
        Assert.Equal(7, CallNumbers.OfArguments("""{"amount":7,"to":"?1"}""", """{"amount":7,"to":"bob"}""").Find("amount"));
        Assert.Null(CallNumbers.OfArguments("""{"amount":7}""", """{"amount":8}""").Find("amount"));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":{"amount":5}}}""", 5)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","amount":5}}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":{"amount":1},"arguments":{"amount":5}}}""", null)]
    [InlineData("""[{"params":{"arguments":{"amount":1}}}]""", null)]
    public void Of_a_message_to_a_server_those_of_its_arguments_count(string message, int? number) =>
        Assert.Equal(number, CallNumbers.OfMessage(Encoding.UTF8.GetBytes(message)).Find("amount"));
}
