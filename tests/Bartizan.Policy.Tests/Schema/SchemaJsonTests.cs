using Bartizan.Core.Results;
using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Tests.Schema;

public sealed class SchemaJsonTests
{
    [Fact]
    public void Both_syntaxes_say_the_same()
    {
        var text = PolicySchema.Parse("""
            namespace N {
              type Args = { path?: String, when: datetime };
              entity Team; entity Color enum ["red", "green"];
              entity User in [Team] = { name: String, mgr?: User, ips: Set<ipaddr>, ok: Bool, risk: decimal, c: Color, n: Long } tags String;
              action all; action read in [all] appliesTo { principal: [User], resource: [Team], context: Args };
            }
            """);
        var json = PolicySchema.FromJson("""
            {"N": {
              "commonTypes": {"Args": {"type": "Record", "attributes": {"path": {"type": "String", "required": false}, "when": {"type": "datetime"}}}},
              "entityTypes": {
                "Team": {}, "Color": {"enum": ["red", "green"]},
                "User": {"memberOfTypes": ["Team"], "tags": {"type": "String"}, "shape": {"type": "Record", "attributes": {
                  "name": {"type": "__cedar::String"}, "mgr": {"type": "Entity", "name": "User", "required": false}, "ips": {"type": "Set", "element": {"type": "Extension", "name": "ipaddr"}},
                  "ok": {"type": "Boolean"}, "risk": {"type": "EntityOrCommon", "name": "decimal"}, "c": {"type": "EntityOrCommon", "name": "N::Color"}, "n": {"type": "Long", "annotations": {"doc": "x"}}}}}},
              "actions": {"all": {}, "read": {"memberOf": [{"id": "all"}], "appliesTo": {"principalTypes": ["User"], "resourceTypes": ["N::Team"], "context": {"type": "Args"}}}}
            }}
            """);
        Assert.Equal(text.EntityTypes.Order(), json.EntityTypes.Order());
        Assert.All(text.EntityTypes, type => Assert.Equal(Told(text.FindEntity(type)!), Told(json.FindEntity(type)!)));
        Assert.Equal(text.Actions.Select(Told).Order(), json.Actions.Select(Told).Order());
    }

    [Theory]
    [InlineData("""{"": {"entityTypes": {}}}""", 1, 6, "The field actions is missing.")]
    [InlineData("""{"N M": {"entityTypes": {}, "actions": {}}}""", 1, 2, "N M is not a name.")]
    [InlineData("""{"": {"entityTypes": {"A": {"shap": 1}}, "actions": {}}}""", 1, 29, "There is no field shap here.")]
    [InlineData("""{"": {"entityTypes": {"A": {"enum": []}}, "actions": {}}}""", 1, 37, "The list of ids is empty.")]
    [InlineData("""{"": {"entityTypes": {"A": {"shape": {"type": "Long"}}}, "actions": {}}}""", 1, 47, "A record is needed here, not Long.")]
    [InlineData("""{"": {"entityTypes": {"A": {"tags": {"type": "A"}}}, "actions": {}}}""", 1, 46, "There is no type A.")]
    [InlineData("""{"": {"entityTypes": {"A": {"tags": {"type": "Set"}}}, "actions": {}}}""", 1, 37, "The field element is missing.")]
    [InlineData("""{"": {"entityTypes": {"A": {"tags": {"type": "Extension", "name": "ip"}}}, "actions": {}}}""", 1, 67, "There is no extension type ip.")]
    [InlineData("""{"": {"entityTypes": {}, "actions": {"a": {"attributes": {}}}}}""", 1, 58, "Actions have no attributes.")]
    [InlineData("""{"": {"entityTypes": {}, "actions": {"a": {"memberOf": [{"id": "b"}]}}}}""", 1, 64, "There is no action b to belong to.")]
    [InlineData("""{"": {"entityTypes": {}, "actions": {}, "commonTypes": {"Long": {"type": "String"}}}}""", 1, 57, "Long is a word of the schema language and cannot name a type.")]
    [InlineData("""{"": {"entityTypes": {"A": {}, "A": {}}, "actions": {}}}""", 1, 32, "The field A is given twice.")]
    public void What_is_wrong_is_told_with_its_place(string json, int line, int column, string what)
    {
        var e = Assert.Throws<InputException>(() => PolicySchema.FromJson(json, "s.json"));
        Assert.Contains(new InputError(what, "", "s.json", line, column), e.Errors.Select(error => error with { Fix = "" }));
    }

    [Fact]
    public void Places_count_characters_and_lines()
    {
        var e = Assert.Throws<InputException>(() => PolicySchema.FromJson("{\"\": {\"entityTypes\": {},\n  \"actions\": {\"é\U0001F600\": 7}}}"));
        Assert.Equal((2, 22), (e.Errors[0].Line, e.Errors[0].Column));
    }

    [Theory]
    [InlineData("{\"\": {}", "not valid JSON")]
    [InlineData("{} {}", "not valid JSON")]
    [InlineData("{\"\\ud800\": {}}", "surrogate")]
    public void What_is_no_json_is_refused(string json, string what) =>
        Assert.Contains(what, Assert.Throws<InputException>(() => PolicySchema.FromJson(json)).Message, StringComparison.Ordinal);

    private static string Told(EntityDeclaration e) => $"{e.Attributes} {e.Tags} [{string.Join(' ', e.Parents)}] {string.Join(' ', e.Ids ?? [])}";

    private static string Told(ActionDeclaration a) => $"{a.Uid} [{string.Join(' ', a.Groups)}] {string.Join(' ', a.Principals)} {string.Join(' ', a.Resources)} {a.Context}";
}
