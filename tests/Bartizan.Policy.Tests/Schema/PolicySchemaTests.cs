using Bartizan.Core.Results;
using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Tests.Schema;

public sealed class PolicySchemaTests
{
    [Theory]
    [InlineData("entity A = { x: Nope };", 1, 17, "There is no type Nope.")]
    [InlineData("type T = T;", 1, 10, "The type T is made of itself.")]
    [InlineData("type A = Set<B>; type B = { a?: A };", 1, 33, "The type A is made of itself.")]
    [InlineData("entity A = { x: Long, x: Long };", 1, 23, "The attribute x is declared twice.")]
    [InlineData("entity A", 1, 9, "Expected ;, found the end of the text.")]
    [InlineData("table A;", 1, 1, "Expected entity, type, action or namespace, found table.")]
    [InlineData("type A / Long;", 1, 8, "Expected =, found /.")]
    [InlineData("entity A; entity B, A;", 1, 21, "The entity type A is declared twice.")]
    [InlineData("action a, a;", 1, 11, "The action a is declared twice.")]
    [InlineData("namespace N { } namespace N { }", 1, 27, "The namespace N is declared twice.")]
    [InlineData("namespace N { entity A; } entity A;", 1, 22, "N::A hides A, which stands outside of any namespace.")]
    [InlineData("action x; namespace N { action x; }", 1, 32, "N::Action::\"x\" hides Action::\"x\", which stands outside of any namespace.")]
    [InlineData("entity Action;", 1, 8, "Action is the type of actions and cannot be declared.")]
    [InlineData("entity __cedar;", 1, 8, "__cedar is reserved and cannot be declared.")]
    [InlineData("namespace N::__cedar { }", 1, 11, "__cedar is reserved and cannot be declared.")]
    [InlineData("type Boolean = Long;", 1, 6, "Boolean is a word of the schema language and cannot name a type.")]
    [InlineData("entity like;", 1, 8, "like is a reserved word and cannot be a name.")]
    [InlineData("entity A in [B];", 1, 14, "There is no entity type B.")]
    [InlineData("entity A; type C = A; action x appliesTo { principal: [C], resource: A };", 1, 56, "There is no entity type C.")]
    [InlineData("entity A; action x appliesTo { principal: [], resource: A };", 1, 32, "The list of principal types is empty.")]
    [InlineData("entity A; action x appliesTo { principal: A };", 1, 30, "appliesTo does not say the resource.")]
    [InlineData("entity A; type C = Long; action x appliesTo { principal: A, resource: A, context: C };", 1, 83, "A record is needed here, not Long.")]
    [InlineData("entity A; action x appliesTo { principal: A, principal: A, resource: A };", 1, 46, "principal is given twice.")]
    [InlineData("action a in b; action b in a;", 1, 23, "The action Action::\"b\" belongs to itself through its groups.")]
    [InlineData("action a in b;", 1, 13, "There is no action b to belong to.")]
    [InlineData("@a(\"x\") @a entity A;", 1, 10, "The annotation @a is given twice.")]
    [InlineData("namespace A::B { entity C; } namespace A { entity D = { x: B::C }; }", 1, 60, "There is no type B::C.")]
    public void What_is_wrong_is_explained(string text, int line, int column, string what)
    {
        var e = Assert.Throws<InputException>(() => PolicySchema.Parse(text, "s.cedarschema"));
        Assert.Contains(new InputError(what, "", "s.cedarschema", line, column), e.Errors.Select(error => error with { Fix = "" }));
    }

    [Theory]
    [InlineData("entity A in []; entity B enum [\"x\", \"x\"]; entity C in [B, C];")]
    [InlineData("entity A; type A = Long; entity B = { a: A };")]
    [InlineData("entity A = { __cedar: Long, \"if\": Long, entity: Long, type?: Bool, }; entity Set; entity Long;")]
    [InlineData("action a; namespace N { action b in a; action c in [Action::\"a\", N::Action::\"b\"]; entity E = { x: Action }; }")]
    [InlineData("entity A; action a appliesTo { resource: [A, A], principal: A, } attributes { };")]
    [InlineData("@doc(\"x\") namespace N { @in entity A = { @d y: Long } tags Set<String>; } // the end")]
    [InlineData("")]
    public void What_the_language_allows_is_read(string text) => PolicySchema.Parse(text);

    [Fact]
    public void Every_error_is_told_and_what_was_probably_meant()
    {
        var e = Assert.Throws<InputException>(() => PolicySchema.Parse("""
            entity User in [Teem] = { name: Strng };
            entity Team = ;
            namespace N {
              action a in ;
              entity X in [User] = { x: Nope }
            """));
        Assert.Equal(
            """
            line 1, column 17: There is no entity type Teem. Declare it, or name another type.
            line 1, column 33: There is no type Strng. Did you mean String?
            line 2, column 15: Expected {, found ;. Attributes stand in braces: { name: String }.
            line 4, column 15: Expected a name, found ;. Names consist of letters, digits and _.
            line 5, column 29: There is no type Nope. Declare it, or name another type.
            line 5, column 35: Expected ;, found the end of the text. Every declaration ends with a semicolon.
            line 5, column 35: The namespace is not closed. Add } at its end.
            """,
            string.Join('\n', e.Errors));
    }

    [Fact]
    public void A_few_lines_that_stand_for_endless_types_are_refused()
    {
        var doubling = "type T0 = Long;" + string.Concat(Enumerable.Range(1, 60).Select(i => $"type T{i} = {{ a: T{i - 1}, b: T{i - 1} }};"));
        Assert.Contains("parts", Assert.Throws<InputException>(() => PolicySchema.Parse(doubling)).Errors[0].What, StringComparison.Ordinal);
        var deep = "type T0 = Long;" + string.Concat(Enumerable.Range(1, 10_000).Select(i => $"type T{i} = Set<T{i - 1}>;"));
        Assert.Contains("levels", Assert.Throws<InputException>(() => PolicySchema.Parse(deep)).Errors[0].What, StringComparison.Ordinal);
        var backwards = string.Concat(Enumerable.Range(1, 10_000).Reverse().Select(i => $"type T{i} = Set<T{i - 1}>;")) + "type T0 = Long;";
        Assert.Contains("levels", Assert.Throws<InputException>(() => PolicySchema.Parse(backwards)).Errors[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_whose_fields_cannot_be_listed_gives_them_all_one_type()
    {
        var schema = PolicySchema.Parse("entity A = { @otherFields(\"String\") tags: { fixed: Long } };");
        var tags = Assert.IsType<RecordType>(schema.FindEntity("A")!.Attributes.Find("tags")!.Type);
        Assert.Equal((new AttributeType(LongType.Instance, true), new AttributeType(StringType.Instance, false)), (tags.Find("fixed")!, tags.Find("anything")!));
        Assert.Contains("needs a record", Assert.Throws<InputException>(() => PolicySchema.Parse("entity A = { @otherFields(\"String\") tags: Long };")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_nested_too_deep_are_refused() => Assert.Throws<InputException>(() =>
        PolicySchema.Parse($"entity A = {{ x: {string.Concat(Enumerable.Repeat("Set<", 10_000))}Long{new string('>', 10_000)} }};"));

    [Fact]
    public void Own_types_hide_the_built_in_ones_which_keep_a_name_of_their_own()
    {
        var schema = PolicySchema.Parse("entity ipaddr; entity A = { own: ipaddr, built: __cedar::ipaddr };");
        var attributes = schema.FindEntity("A")!.Attributes.Fields;
        Assert.Equal(new EntityType("ipaddr"), attributes["own"].Type);
        Assert.Equal(ExtensionType.Ip, attributes["built"].Type);
    }

    [Fact]
    public void It_lists_the_actions_for_two_types_in_its_order()
    {
        var schema = PolicySchema.Parse("entity U; entity D; action all; action z, b in all appliesTo { principal: U, resource: D }; action c appliesTo { principal: [U, D], resource: U };");
        Assert.Equal(["z", "b"], schema.ActionsFor("U", "D").Select(a => a.Id));
        Assert.Equal(["c"], schema.ActionsFor("D", "U").Select(a => a.Id));
        Assert.Empty(schema.ActionsFor("X", "D"));
    }
}
