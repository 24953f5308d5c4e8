using System.Text;
using Bartizan.Core.Results;

namespace Bartizan.Detect.Tests.Support;

/// <summary>Runs rules written in a test on events written in a test.</summary>
internal static class Sigma
{
    /// <summary>The keys of the rules that match one event.</summary>
    public static IReadOnlyList<string> Match(string rules, string json, DetectOptions? options = null)
    {
        var found = new List<string>();
        var engine = Engine(rules, options);
        Assert.Empty(engine.Errors);
        var session = new DetectSession(engine, m => found.Add(m.Rule.Key));
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.True(session.Take(bytes, 0, bytes.Length, new EventReference("e", 0)), "the event was refused");
        return found;
    }

    /// <summary>Whether a selection, with the condition that it holds, matches an event.</summary>
    public static bool Holds(string selection, string json, string condition = "sel", DetectOptions? options = null) => Match(Rule(selection, condition), json, options).Count > 0;

    /// <summary>A rule around a selection, which is indented here.</summary>
    public static string Rule(string selection, string condition = "sel") =>
        $"title: t\nlogsource: {{product: x}}\ndetection:\n  sel:\n{Indent(selection, 4)}\n  condition: {condition}\n";

    public static DetectEngine Engine(string rules, DetectOptions? options = null)
    {
        var library = new SigmaLibrary();
        library.Add(rules, "rules.yml");
        return DetectEngine.Compile(library, options);
    }

    /// <summary>The only error of a rule.</summary>
    public static InputError Error(string rules, DetectOptions? options = null) => Assert.Single(Engine(rules, options).Errors);

    /// <summary>Runs correlations: each firing as its rule's key and the numbers of its events.</summary>
    public static IReadOnlyList<string> Fire(string rules, IEnumerable<string> events, DetectOptions? options = null)
    {
        var found = new List<string>();
        var engine = Engine(rules, options);
        Assert.Empty(engine.Errors);
        var session = new DetectSession(engine, m => found.Add($"{m.Rule.Key}:{string.Join(',', m.Events.Select(e => e[2..]))}"));
        var index = 0;
        foreach (var json in events)
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            Assert.True(session.Take(bytes, 0, bytes.Length, new EventReference("e", index++)), json);
        }

        session.Complete();
        return found;
    }

    private static string Indent(string text, int by) => string.Join('\n', text.Split('\n').Select(l => new string(' ', by) + l));
}
