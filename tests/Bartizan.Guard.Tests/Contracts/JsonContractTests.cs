using Bartizan.Core.Results;
using Bartizan.Guard.Contracts;

namespace Bartizan.Guard.Tests.Contracts;

public class JsonContractTests
{
    private const string Invoice = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "properties": {
            "number": { "type": "string", "pattern": "^INV-[0-9]{4}$" },
            "total": { "type": "number", "exclusiveMinimum": 0, "maximum": 10000 },
            "currency": { "enum": ["EUR", "USD"] },
            "lines": { "type": "array", "items": { "$ref": "#/$defs/line" }, "minItems": 1, "maxItems": 3 },
            "note": { "type": ["string", "null"], "maxLength": 5 },
            "paid": { "oneOf": [{ "const": false }, { "type": "string", "minLength": 10 }] }
          },
          "required": ["number", "total", "lines"],
          "additionalProperties": false,
          "$defs": {
            "line": { "type": "object", "properties": { "count": { "type": "integer" }, "parts": { "type": "array", "items": { "$ref": "#/$defs/line" } } }, "required": ["count"] }
          }
        }
        """;

    [Theory]
    [InlineData("""{"number":"INV-0001","total":1.5,"lines":[{"count":1}]}""")]
    [InlineData(""" {"number":"INV-0001","total":10000,"lines":[{"count":2.0,"parts":[{"count":1}],"more":true}],"note":"😀😀😀😀😀","currency":"EUR","paid":false} """)]
    [InlineData("""{"number":"INV-0001","total":1,"lines":[{"count":1},{"count":2},{"count":3}],"note":null,"paid":"2026-01-01"}""")]
    public void What_keeps_the_contract_passes(string text) => Assert.Null(JsonContract.Parse(Invoice, "x.json").Check(text.AsMemory()));

    [Theory]
    [InlineData("Here is the invoice: {}", "", "json")]
    [InlineData("", "", "json")]
    [InlineData("""{"number":"INV-0001","number":"INV-0002","total":1,"lines":[{"count":1}]}""", "", "json")]
    [InlineData("[]", "", "type")]
    [InlineData("""{"number":"INV-0001","total":1}""", "", "required (lines)")]
    [InlineData("""{"number":"INV-1","total":1,"lines":[{"count":1}]}""", "/number", "pattern")]
    [InlineData("""{"number":"INV-0001","total":0,"lines":[{"count":1}]}""", "/total", "exclusiveMinimum")]
    [InlineData("""{"number":"INV-0001","total":10000.01,"lines":[{"count":1}]}""", "/total", "maximum")]
    [InlineData("""{"number":"INV-0001","total":"1","lines":[{"count":1}]}""", "/total", "type")]
    [InlineData("""{"number":"INV-0001","total":1,"lines":[]}""", "/lines", "minItems")]
    [InlineData("""{"number":"INV-0001","total":1,"lines":[{"count":1},{"count":1.5}]}""", "/lines/1/count", "type")]
    [InlineData("""{"number":"INV-0001","total":1,"lines":[{"count":1,"parts":[{"count":1},{}]}]}""", "/lines/0/parts/1", "required (count)")]
    [InlineData("""{"number":"INV-0001","total":1,"lines":[{"count":1}],"currency":"GBP"}""", "/currency", "enum")]
    [InlineData("""{"number":"INV-0001","total":1,"lines":[{"count":1}],"note":"longer"}""", "/note", "maxLength")]
    [InlineData("""{"number":"INV-0001","total":1,"lines":[{"count":1}],"paid":"soon"}""", "/paid", "oneOf")]
    [InlineData("""{"number":"INV-0001","total":1,"lines":[{"count":1}],"secret words":1}""", "", "additionalProperties")]
    public void The_first_breach_is_named_by_pointer_and_rule(string text, string pointer, string rule) =>
        Assert.Equal(new ContractBreach(pointer, rule), JsonContract.Parse(Invoice, "x.json").Check(text.AsMemory()));

    [Theory]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"my secret":"x"}""", "/*", "type")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"required":["a"]}],"type":["integer","object"]}""", """{"b":1}""", "", "anyOf")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":2}]}""", "3", "", "oneOf")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "3", "", "maximum")]
    [InlineData("""{"minProperties":1,"maxProperties":2}""", "{}", "", "minProperties")]
    [InlineData("""{"properties":{"a/b":{"const":{"x":[1,2.0]}}}}""", """{"a/b":{"x":[1,3]}}""", "/a~1b", "const")]
    [InlineData("false", "1", "", "false")]
    public void Combinations_hold(string schema, string text, string pointer, string rule) =>
        Assert.Equal(new ContractBreach(pointer, rule), JsonContract.Parse(schema, "x.json").Check(text.AsMemory()));

    [Theory]
    [InlineData("true", "[1,{}]")]
    [InlineData("{}", "null")]
    [InlineData("""{"const":1.0}""", "1")]
    [InlineData("""{"minLength":3,"minimum":5}""", "[]")]
    [InlineData("""{"anyOf":[{"type":"array","items":{"$ref":"#"}},{"type":"integer"}]}""", "[1,[2,[3]]]")]
    [InlineData("""{"type":"integer"}""", "123456789012345678901234567890")]
    public void What_a_rule_does_not_speak_of_passes_it(string schema, string text) => Assert.Null(JsonContract.Parse(schema, "x.json").Check(text.AsMemory()));

    [Theory]
    [InlineData("{\n  \"type\": \"object\",\n  \"patternProperties\": {}\n}", 3, "/patternProperties: this keyword is not checked here.")]
    [InlineData("{\n  \"items\": {\n    \"format\": \"email\" }\n}", 3, "/items/format: this keyword is not checked here.")]
    [InlineData("{\n  \"type\": [\"object\",\n \"text\"]\n}", 2, "/type: there is no such type.")]
    [InlineData("{\n  \"pattern\": \"(a)\\\\1\"\n}", 2, "/pattern: it cannot be used: it is no pattern, is longer than 512 characters, or needs backtracking.")]
    [InlineData("{\n  \"maxLength\": -1\n}", 2, "/maxLength: its value is not of the kind that this keyword takes.")]
    [InlineData("{\n  \"$ref\": \"https://example.org/s\"\n}", 2, "/$ref: there is nothing where it points to.")]
    [InlineData("{\n  \"$ref\": \"#/$defs/a\",\n \"$defs\": {\n \"a\": { \"anyOf\": [{\"$ref\": \"#/$defs/a\"}] } } }", 4, "/$defs/a: it refers to itself for the same value, so it could never be checked.")]
    [InlineData("[1]", 1, "/: a schema must be an object, true or false.")]
    public void What_cannot_be_checked_is_refused_where_it_stands(string schema, int line, string what)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => JsonContract.Parse(schema, "x.json")).Errors);
        Assert.Equal((what, "x.json", line), (error.What, error.File, error.Line));
    }

    [Theory]
    [InlineData("{ \"type\": ")]
    [InlineData("{ \"type\": \"object\", \"type\": \"array\" }")]
    public void What_is_no_json_is_refused(string schema) =>
        Assert.StartsWith("This is not JSON", Assert.Single(Assert.Throws<InputException>(() => JsonContract.Parse(schema, "x.json")).Errors).What, StringComparison.Ordinal);

    [Fact]
    public void Choices_inside_choices_end_by_the_budget_and_not_by_the_clock()
    {
        const string Doubling = """{"$ref":"#/$defs/a","$defs":{"a":{"items":{"anyOf":[{"allOf":[{"$ref":"#/$defs/a"},false]},{"allOf":[{"$ref":"#/$defs/a"},false]}]}}}}""";
        var deep = new string('[', 60) + new string(']', 60);
        Assert.Equal("budget", JsonContract.Parse(Doubling, "x.json").Check(deep.AsMemory())!.Value.Rule);
    }
}
