using System.Globalization;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Policy;

/// <summary>Writes what analyses tell, line by line. Ids and names are others' choice, so nothing in them acts on a terminal.</summary>
internal sealed class AnalysisText(TextWriter output)
{
    private const int MostNamed = 3;

    /// <summary>Where a policy stands: <c> (file:line)</c>; empty where it came from elsewhere.</summary>
    public static string Place(Bartizan.Policy.Policy policy) => policy.Line > 0 ? $" ({policy.File}:{policy.Line})" : policy.File.Length > 0 ? $" ({policy.File})" : "";

    /// <summary>What people call a policy, with its effect, its place and what it asks for beside refusing.</summary>
    public static string Name(Bartizan.Policy.Policy policy) =>
        $"{Effect(policy)} {policy.Id}{Place(policy)}{(policy.Annotations.TryGetValue("hold", out var by) ? $", held for {by}" : "")}";

    /// <summary><c>permit</c> or <c>forbid</c>.</summary>
    public static string Effect(Bartizan.Policy.Policy policy) => policy.Effect == Bartizan.Policy.Effect.Permit ? "permit" : "forbid";

    /// <summary>The first few of many, and how many there are.</summary>
    public static string Some<T>(IReadOnlyList<T> items) => items.Count <= MostNamed
        ? string.Join(", ", items)
        : Invariant($"{string.Join(", ", items.Take(MostNamed))} and {items.Count - MostNamed} more");

    /// <summary>Ids of policies, or that there is none.</summary>
    public static string By(IReadOnlyList<string> policies) => policies.Count == 0 ? "no policy" : string.Join(", ", policies);

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public void Line(string text = "") => output.WriteLine(VisibleText.Of(text));

    public void Line(FormattableString text) => Line(Invariant(text));
}
