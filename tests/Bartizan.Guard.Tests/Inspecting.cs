using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Tests;

/// <summary>Short ways to ask the guard.</summary>
internal static class Inspecting
{
    public static GuardEngine Engine { get; } = GuardEngine.CreateDefault();

    public static IReadOnlyList<Finding> Find(string text, GuardEngine? engine = null)
    {
        var segment = new Segment(0, SegmentRole.Assistant, Provenance.Model, "text", text.AsMemory());
        var result = (engine ?? Engine).Inspect([segment]);
        Assert.Empty(result.Failures);
        return result.Findings;
    }

    /// <summary>Each finding as <c>label:matched text</c>.</summary>
    public static IEnumerable<string> Spans(string text, GuardEngine? engine = null) =>
        Find(text, engine).Select(f => $"{f.Label}:{text.Substring(f.Start, f.Length)}");

    /// <summary>A credential of the right form, put together here so that no scanner of repositories takes it for a live one.</summary>
    public static string Token(string prefix, int length, int seed = 7, string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    {
        var random = new Random(seed);
        return prefix + string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));
    }
}
