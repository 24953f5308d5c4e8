using System.Buffers;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Results;
using Bartizan.Policy;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;

namespace Bartizan.Identity.Registry;

/// <summary>
/// Says everything that is wrong with a blueprint, each error beginning with its setting (<c>models: …</c>). Errors in the ceiling have line and column in
/// the ceiling's own text.
/// </summary>
public static class BlueprintCheck
{
    /// <summary>Most characters of a ceiling.</summary>
    public const int LongestCeiling = 64 << 10;

    /// <summary>Most policies of a ceiling.</summary>
    public const int MostPolicies = 200;

    private static readonly SearchValues<char> SmallHex = SearchValues.Create("0123456789abcdef");

    private const int LongestName = 64;
    private const int LongestAccount = 100;
    private const int MostReviewDays = 366;
    private const int MostYears = 5;

    /// <summary>All that is wrong; what only a store can know is left to it.</summary>
    /// <param name="draft">The blueprint.</param>
    /// <param name="schema">What policies can read at the gateway.</param>
    /// <param name="now">This moment.</param>
    public static IEnumerable<InputError> Check(BlueprintDraft draft, PolicySchema schema, DateTimeOffset now) =>
        [.. CheckNames(draft), .. CheckUses(draft), .. CheckLimits(draft, now), .. CheckCeiling(draft.Ceiling, schema)];

    private static IEnumerable<InputError> CheckNames(BlueprintDraft draft)
    {
        if (!IsName(draft.Name))
        {
            yield return new InputError($"name: It must have 1 to {LongestName} small letters, digits, hyphens, dots or underscores, and begin with a letter or digit.", "Write for example billing-assistant.");
        }

        foreach (var (setting, name) in new[] { ("owner", draft.Owner), ("sponsor", draft.Sponsor) })
        {
            if (name.Length is 0 or > LongestAccount)
            {
                yield return new InputError($"{setting}: It must be the name of a console account.", "The console's page People lists them.");
            }
        }

        if (draft.Code is { } code && !IsDigest(code))
        {
            yield return new InputError("code: It must be a digest of the code or image.", "Write sha256: and 64 hex digits in small letters.");
        }
    }

    private static IEnumerable<InputError> CheckUses(BlueprintDraft draft)
    {
        foreach (var (setting, entries) in new[] { ("models", draft.Models ?? []), ("tools", draft.Tools ?? []) })
        {
            if (entries.Count > TokenAuthority.MaxEntries)
            {
                yield return new InputError($"{setting}: There may be at most {TokenAuthority.MaxEntries} entries.", "Put several into one with * at its end, or write a ceiling.");
            }

            for (var i = 0; i < entries.Count; i++)
            {
                if (!TokenAuthority.IsEntry(entries[i]))
                {
                    yield return new InputError($"{setting}: Entry {i + 1} is no name in printable ASCII, nor the beginning of one followed by *.", "Write for example gpt-4o or github/*.");
                }
            }
        }
    }

    private static IEnumerable<InputError> CheckLimits(BlueprintDraft draft, DateTimeOffset now)
    {
        if (draft.Depth is < 0 or > Blueprint.DeepestDelegation)
        {
            yield return new InputError($"depth: It must be 0 to {Blueprint.DeepestDelegation}.", "0 lets no agent act for one of this blueprint.");
        }

        if (draft.Lifetime < TimeSpan.FromSeconds(1) || draft.Lifetime > Blueprint.LongestLifetime)
        {
            yield return new InputError($"lifetime: It must be 1s to {Blueprint.LongestLifetime.TotalSeconds:0}s.", "Write for example 60s.");
        }

        if (draft.Review is null || draft.Review < TimeSpan.FromDays(1) || draft.Review > TimeSpan.FromDays(MostReviewDays))
        {
            yield return new InputError($"review: It must be 1d to {MostReviewDays}d.", "Write for example 90d.");
        }

        if (draft.Expires is null || draft.Expires <= now || draft.Expires > now.AddYears(MostYears))
        {
            yield return new InputError($"expires: It must be a day in the future, at most {MostYears} years away.", "Write it as year-month-day.");
        }
    }

    private static IEnumerable<InputError> CheckCeiling(string? ceiling, PolicySchema schema)
    {
        if (ceiling is null)
        {
            return [];
        }

        if (ceiling.Length > LongestCeiling)
        {
            return [new InputError($"ceiling: It is longer than {LongestCeiling} characters.", "Say less: it only has to bound what the installation's policies allow.")];
        }

        PolicySet policies;
        try
        {
            policies = PolicySet.Parse(ceiling);
        }
        catch (InputException wrong)
        {
            return wrong.Errors.Select(Own);
        }

        if (policies.Policies.Count > MostPolicies)
        {
            return [new InputError($"ceiling: It has more than {MostPolicies} policies.", "Say less: it only has to bound what the installation's policies allow.")];
        }

        if (policies.AsksHistory)
        {
            return [new InputError("ceiling: It may not ask about the past.", "Put policies with history among the installation's own; a ceiling says what holds always.")];
        }

        var errors = PolicyValidator.Validate(policies, schema).Errors.Select(f => Own(f.Told));
        return policies.Policies.Any(p => p.Effect == Effect.Permit && p.Decides) ? errors : errors.Append(new InputError(
            "ceiling: It permits nothing, so its agents could do nothing.", "Begin it with: permit (principal, action, resource);"));
    }

    private static InputError Own(InputError error) => error with { What = $"ceiling: {error.What}", File = "" };

    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '_');

    private static bool IsDigest(string text) =>
        text.StartsWith("sha256:", StringComparison.Ordinal) && text.Length == 7 + 64 && !text.AsSpan(7).ContainsAnyExcept(SmallHex);
}
