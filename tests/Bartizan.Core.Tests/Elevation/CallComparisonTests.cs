using System.Text.Json;
using Bartizan.Core.Elevation;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Core.Tests.Elevation;

/// <summary>What an approver is told of a call beside earlier ones.</summary>
public class CallComparisonTests
{
    private static readonly string[] Earlier =
    [
        Call("""{"amount":5,"to":"ada@example.org","note":"lunch","dry":true,"tags":["a","b"]}"""),
        Call("""{"amount":20,"to":"ben@example.org","note":"tea","dry":true}"""),
    ];

    [Fact]
    public void Everything_that_differs_is_told_and_the_gravest_first() => Assert.Equal(
        [
            ("arguments.to", DifferenceKind.NewDestination, "evil.example in \"eve@evil.example\"", "example.org"),
            ("arguments.amount", DifferenceKind.OutOfRange, "5000", "5 to 20"),
            ("arguments.cc", DifferenceKind.NewField, "null", ""),
            ("arguments.note", DifferenceKind.MissingField, "", "\"lunch\", \"tea\""),
            ("arguments.dry", DifferenceKind.NewValue, "false", "true"),
            ("arguments.tags[]", DifferenceKind.NewValue, "\"c\"", "\"a\", \"b\""),
        ],
        CallComparison.Of(Call("""{"amount":5000,"to":"eve@evil.example","dry":false,"cc":null,"tags":["a","c"]}"""), Earlier).Select(d => (d.Path, d.Kind, d.Now, d.Before)));

    [Theory]
    [InlineData("""{"amount":12,"to":"ada@example.org","note":"tea","dry":true}""")]
    [InlineData("""{"amount":5,"to":"ada@example.org","note":"lunch","dry":true,"tags":["b"]}""")]
    public void What_lies_within_what_was_seen_is_not_told(string arguments) => Assert.Empty(CallComparison.Of(Call(arguments), Earlier));

    [Theory]
    [InlineData("see https://evil.example/x?q=1", "evil.example")]
    [InlineData("HTTPS://EVIL.example", "evil.example")]
    [InlineData("<eve@evil.example>, ada@example.org", "evil.example")]
    [InlineData("ftp://ada@evil.example:21/", "evil.example")]
    public void A_destination_is_found_wherever_in_the_text_it_stands(string text, string place) => Assert.Contains(
        CallComparison.Of(Call($$"""{"to":"ada@example.org","note":"{{text}}"}"""), Earlier), d => d.Kind == DifferenceKind.NewDestination && d.Now.StartsWith(place + " in ", StringComparison.Ordinal));

    [Fact]
    public void With_nothing_earlier_and_of_a_digest_nothing_is_said()
    {
        Assert.Empty(CallComparison.Of(Call("""{"a":1}"""), []));
        Assert.Empty(CallComparison.Of("""{"action":"invokeModel","body":"ab"}""", ["""{"action":"invokeModel","body":"cd"}"""]));
        Assert.Single(CallComparison.Of("""{"arguments":{"a":1}}""", ["""{"arguments":{"a":2}}"""]));
    }

    [Fact]
    public void However_much_differs_only_so_much_is_told_and_none_of_it_is_long()
    {
        var fields = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"f{i}\":{i}").Prepend($"\"x\":\"{new string('y', 60_000)}\""));
        var call = Call("{" + fields + "}");
        var told = CallComparison.Of(call, Earlier);
        Assert.Equal(CallComparison.MostTold, told.Count);
        Assert.All(told, d => Assert.True(d.Now.Length <= 61 && d.Before.Length <= 300));
    }

    [Fact]
    public void A_call_never_differs_from_itself() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll<int, NonNull<string>>((amount, text) =>
    {
        var call = Call(JsonSerializer.Serialize(new { amount, text = text.Get }));
        return CallComparison.Of(call, [call]).Count == 0;
    }));

    private static string Call(string arguments) => $"{{\"action\":\"callTool\",\"params\":{{\"arguments\":{arguments},\"name\":\"pay\"}}}}";
}
