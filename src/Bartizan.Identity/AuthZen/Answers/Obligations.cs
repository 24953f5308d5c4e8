namespace Bartizan.Identity.AuthZen.Answers;

/// <summary>What annotations of the determining policies ask of the enforcement point. Those with a meaning of their own here are no obligations.</summary>
internal static class Obligations
{
    private static readonly string[] Own = ["id", "message", "code", "mode"];

    /// <summary>All of them, in the order of the policies.</summary>
    public static IEnumerable<(string Id, string Value, string PolicyId)> Of(IReadOnlyList<Policy.Policy> determining) =>
        determining.SelectMany(p => p.Annotations.Where(a => !Own.Contains(a.Key)).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => (a.Key, a.Value, p.Id)));
}
