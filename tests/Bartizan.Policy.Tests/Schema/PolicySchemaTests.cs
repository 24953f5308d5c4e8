using Bartizan.Core.Results;
using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Tests.Schema;

public sealed class PolicySchemaTests
{
    [Theory]
    [InlineData("entity A = { x: Nope };", 1, 17, "There is no type Nope.")]
    [InlineData("type T = T;", 1, 10, "The type T is made of itself.")]
    [InlineData("entity A = { x: Long, x: Long };", 1, 26, "The attribute x is declared twice.")]
    [InlineData("entity A", 1, 9, "Expected ;, found the end of the text.")]
    [InlineData("table A;", 1, 1, "Expected entity, type, action or namespace, found table.")]
    public void What_is_wrong_is_explained(string text, int line, int column, string what)
    {
        // A common type that nothing uses is not resolved, so one is used here.
        var used = text.StartsWith("type", StringComparison.Ordinal) ? $"{text} entity U = {{ t: T }};" : text;
        var e = Assert.Throws<InputException>(() => PolicySchema.Parse(used, "s.cedarschema"));
        Assert.Contains(new InputError(what, "", "s.cedarschema", line, column), e.Errors.Select(error => error with { Fix = "" }));
    }

    [Fact]
    public void Types_nested_too_deep_are_refused() => Assert.Throws<InputException>(() =>
        PolicySchema.Parse($"entity A = {{ x: {string.Concat(Enumerable.Repeat("Set<", 10_000))}Long{new string('>', 10_000)} }};"));

    [Fact]
    public void Own_types_hide_the_built_in_ones_which_keep_a_name_of_their_own()
    {
        var schema = PolicySchema.Parse("entity ipaddr; entity A = { own: ipaddr, built: __cedar::ipaddr };");
        var attributes = schema.FindEntity("A")!.Attributes.Fields;
        Assert.IsType<EntityType>(attributes["own"]);
        Assert.IsType<ExtensionType>(attributes["built"]);
    }
}
