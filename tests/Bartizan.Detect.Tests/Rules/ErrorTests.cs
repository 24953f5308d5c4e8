using Bartizan.Detect.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Detect.Tests.Rules;

/// <summary>Wrong rules are refused with file, line, column and what to do; nothing throws.</summary>
public class ErrorTests
{
    [Theory]
    [InlineData("f|contians: a", "contians", "contains")]
    [InlineData("f|re: '(?<=a)b'", "look-around", "selections")]
    [InlineData("f|re: '(a)\\1'", "look-around", "selections")]
    [InlineData("f|re: '('", "regular expression is wrong", "Escape")]
    [InlineData("f|re: '((a{1000}){1000}){1000}'", "too large", "smaller counts")]
    [InlineData("f|i: a", "goes with 're'", "re|i")]
    [InlineData("f|cidr: 10.0.0.0/33", "no network", "10.0.0.0/8")]
    [InlineData("f|cidr: 10.1/8", "no network", "10.0.0.0/8")]
    [InlineData("f|gt: many", "no number", "one number")]
    [InlineData("f|exists: maybe", "true or false", "exists: true")]
    [InlineData("f|base64: a*b", "wildcards", "Escape")]
    [InlineData("f|re|cidr: a", "do not go together", "Take one")]
    [InlineData("f|gt|contains: 1", "compares no texts", "Take one")]
    [InlineData("f: []", "empty list", "value")]
    [InlineData("f: {g: 1}", "must be a text", "dots")]
    public void A_selection(string selection, string what, string fix)
    {
        var error = Sigma.Error(Sigma.Rule(selection));
        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Contains(fix, error.Fix, StringComparison.Ordinal);
        Assert.Equal(("rules.yml", 5), (error.File, error.Line));
        Assert.True(error.Column >= 5);
    }

    [Theory]
    [InlineData("sel and", "ends too early", 21)]
    [InlineData("sel and sell", "no selection 'sell'", 22)]
    [InlineData("(sel", "never closed", 18)]
    [InlineData("sel sel", "not expected", 18)]
    [InlineData("1 of x*", "No selection", 19)]
    [InlineData("2 of them", "'2 of'", 14)]
    [InlineData("sel | count() > 5", "aggregation", 18)]
    public void A_condition(string condition, string what, int column)
    {
        var error = Sigma.Error(Sigma.Rule("f: a", condition));
        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Equal(6, error.Line);
        Assert.InRange(error.Column, column - 3, column + 3);
    }

    [Theory]
    [InlineData("title: t\ndetection:\n  sel: {a: 1}\n", "no condition", 3)]
    [InlineData("title: t\n", "no detection", 1)]
    [InlineData("- a\n", "must be a mapping", 1)]
    [InlineData("title: t\ndetection:\n  sel: {a: 1, a: 2}\n  condition: sel\n", "twice", 3)]
    [InlineData("title: t\ndetection:\n  sel: [}\n", "not YAML", 3)]
    [InlineData("detection:\n  sel: {a: 1}\n  condition: sel\n", "no title", 1)]
    [InlineData("title: t\ndetection:\n  sel: *gone\n  condition: sel\n", "alias", 3)]
    public void A_document(string text, string what, int line)
    {
        var error = Sigma.Engine(text).Errors[0];
        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void Bombs_are_refused_and_do_not_take_the_rules_beside_them_along()
    {
        var deep = "title: t\ndetection:\n  sel: " + new string('[', 10_000);
        var laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Join('\n', Enumerable.Range(1, 12).Select(i => $"b{i}: &b{i} [{string.Join(',', Enumerable.Repeat(i == 1 ? "*a" : $"*b{i - 1}", 9))}]"));
        var brackets = Sigma.Rule("f: a", new string('(', 1000) + "sel" + new string(')', 1000));
        var words = Sigma.Rule("f: a", string.Join(" or ", Enumerable.Repeat("sel", 10_000)));
        var library = new SigmaLibrary();
        foreach (var (text, i) in new[] { deep, laughs, brackets, words, Sigma.Rule("f: a") }.Select((t, i) => (t, i)))
        {
            library.Add(text, $"{i}.yml");
        }

        var engine = DetectEngine.Compile(library);
        Assert.Equal(1, engine.RuleCount);
        Assert.Equal(["0.yml", "1.yml", "2.yml", "3.yml"], engine.Errors.Select(e => e.File).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_text_makes_the_reader_or_the_compiler_throw()
    {
        const string sound = """
            title: t
            id: x
            logsource: {product: windows, category: [a]}
            detection:
              sel: &s
                f|re|i: '^a(b|c)+[0-9]{2,}$'
                g|cidr: [10.0.0.0/8, fe80::/10]
                h|base64offset|contains: [a, "b\\*"]
                i|expand: '%a%'
              words: [one, 2, null]
              both: *s
              condition: (sel or 1 of w*) and not all of them
            ---
            title: c
            correlation: {type: value_count, rules: [x], group-by: [u], timespan: 5m, condition: {field: v, gte: 3}, aliases: {u: {x: f}}}
            ---
            title: f
            filter: {rules: [x], sel: {a: b}, condition: not sel}
            """;
        var changes = from count in Gen.Choose(1, 12)
                      from edits in Gen.Choose(0, sound.Length - 1).SelectMany(at => Gen.Elements("", "|", "*", ":", "- ", "[", "]", "{", "}", "\n", "&", "(", ")", "\\", "%", "null", "\"", "'", "not ", "~", "? ", "<<: *s").Select(with => (at, with))).ArrayOf(count)
                      select edits;
        Prop.ForAll(changes.ToArbitrary(), edits =>
        {
            var text = edits.Aggregate(sound, (t, e) => e.at < t.Length ? t[..e.at] + e.with + t[(e.at + 1)..] : t);
            var engine = Sigma.Engine(text);
            return engine.Errors.All(e => e.What.Length > 0 && e.Fix.Length > 0 && e.File.Length > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));
    }

    [Fact]
    public void A_deeply_nested_regular_expression_is_read_or_refused()
    {
        var engine = Sigma.Engine(Sigma.Rule($"f|re: '{new string('(', 4_000)}a{new string(')', 4_000)}'"));
        Assert.Equal(1, engine.Errors.Count + engine.RuleCount);
    }

    [Fact]
    public void A_placeholder_without_values_leaves_the_rule_out_and_says_which()
    {
        var rule = Sigma.Rule("f|expand: '%Servers%'");
        var engine = Sigma.Engine(rule);
        Assert.Empty(engine.Errors);
        Assert.Contains("%Servers%", Assert.Single(engine.Unresolved).What, StringComparison.Ordinal);
        var given = new DetectOptions { Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["Servers"] = ["srv*", "db1"] } };
        Assert.Single(Sigma.Match(rule, """{"f":"SRV12"}""", given));
        Assert.Single(Sigma.Match(rule, """{"f":"db1"}""", given));
        Assert.Empty(Sigma.Match(rule, """{"f":"db12"}""", given));
        Assert.True(Sigma.Holds(@"f|expand: '\%plain%Servers%'", """{"f":"%plainDB1"}""", options: given));
    }
}
