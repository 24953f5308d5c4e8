using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.History;

namespace Bartizan.Commands.Policy;

/// <summary>What a test file holds.</summary>
/// <param name="Policies">Policy files it names, by full path; empty where it names none.</param>
/// <param name="Entities">Its entities, or null where it names none.</param>
/// <param name="Tests">Its tests.</param>
internal sealed record PolicyTestSuite(IReadOnlyList<string> Policies, EntityStore? Entities, IReadOnlyList<PolicyTest> Tests);

/// <summary>A request and what is expected of its answer; what is null may be anything.</summary>
internal sealed record PolicyTest(
    string Name,
    string File,
    int Line,
    AuthorizationRequest Request,
    bool Allowed,
    IReadOnlyList<string>? Reasons,
    IReadOnlyList<string> Errors)
{
    /// <summary>What its principal did before, oldest first, in microseconds before the test.</summary>
    public IReadOnlyList<HistoryEvent> History { get; init; } = [];

    /// <summary>Numbers that the call of the test says, by name and unit.</summary>
    public IReadOnlyDictionary<string, decimal> Numbers { get; init; } = new Dictionary<string, decimal>();

    /// <summary>What differs, one line each; empty when the answer is as expected.</summary>
    public IReadOnlyList<string> Compare(AuthorizationAnswer answer)
    {
        var differences = new List<string>();
        if (answer.Allowed != Allowed)
        {
            differences.Add($"decision: expected {Word(Allowed)}, got {Word(answer.Allowed)}{By(answer)}");
        }

        Compare(differences, "determining policies", Reasons, answer.Reasons);
        Compare(differences, "failing policies", Errors, [.. answer.Errors.Select(e => e.PolicyId)]);
        return differences;
    }

    private static void Compare(List<string> differences, string what, IReadOnlyList<string>? expected, IReadOnlyList<string> given)
    {
        if (expected is null)
        {
            return;
        }

        var missing = expected.Except(given, StringComparer.Ordinal).ToList();
        var surplus = given.Except(expected, StringComparer.Ordinal).ToList();
        if (missing.Count + surplus.Count > 0)
        {
            differences.Add($"{what}:{string.Concat(missing.Select(id => $" -{id}"))}{string.Concat(surplus.Select(id => $" +{id}"))}");
        }
    }

    private static string Word(bool allowed) => allowed ? "allow" : "deny";

    private static string By(AuthorizationAnswer answer) => answer.Reasons.Count == 0 ? ", no policy being satisfied" : $" by {string.Join(", ", answer.Reasons)}";
}
