using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Identity.Reviews;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Identity.Tests.Reviews;

public sealed class NarrowingLawTests
{
    private static readonly DateTimeOffset From = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["m1", "m2", "mini", "s/a", "s/b", "s/ab", "t/a", "t", "weird name", "star*"];
    private static readonly string[] Entries = ["m1", "m2", "m*", "*", "s/a", "s/*", "t/a", "t/*", "none", "star*"];

    /// <summary>Whatever is proposed allows nothing new, and refuses nothing that was used in the time looked at and was allowed.</summary>
    [Fact]
    public void A_narrower_authority_is_never_wider_and_breaks_no_use() => Prop
        .ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var versions = Enumerable.Range(0, 1 + random.Next(3)).Select(v => Version(random, 3 - v)).ToList();
            var now = versions[0];
            var uses = Enumerable.Range(0, random.Next(12)).Select(_ => Use(random)).Where(u => Allowed(now, u)).ToList();
            var narrower = Narrowing.Of(versions, uses, uses, From);
            if (narrower is null)
            {
                return true;
            }

            var backtest = Narrowing.Backtest(narrower.Uses, narrower.Depth, uses, From);
            return now.Bounds(now with { Uses = narrower.Uses, Depth = narrower.Depth }) && backtest.Refused == 0 && narrower.Changes.Count > 0
                && (narrower.Uses?.Models.Count ?? 0) <= TokenAuthority.MaxEntries && (narrower.Uses?.Tools.Count ?? 0) <= TokenAuthority.MaxEntries;
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    private static bool Allowed(Blueprint blueprint, PermissionUse use)
    {
        var backtest = Narrowing.Backtest(blueprint.Uses, blueprint.Depth, [use], From);
        return backtest.Refused == 0;
    }

    private static PermissionUse Use(Random random)
    {
        var name = Names[random.Next(Names.Length)];
        var (action, resource) = random.Next(10) switch
        {
            0 => (PermissionUse.ActedFor, random.Next(1, 5).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            1 => ("readResource", "Resource::\"s/x\""),
            < 6 => (PermissionUse.InvokeModel, name),
            _ => (PermissionUse.CallTool, $"Tool::\"{name}\""),
        };
        return new PermissionUse("agt_a", action, resource, random.Next(1, 9), From.AddHours(1), From.AddDays(random.Next(1, 9)));
    }

    private static Blueprint Version(Random random, int version) => new()
    {
        Id = "bpt_1",
        Name = "b",
        Version = version,
        Owner = "ada",
        Sponsor = "ada",
        Uses = random.Next(4) == 0 ? null : new TokenAuthority(List(random), List(random)),
        Depth = random.Next(5),
        ReviewDays = 30,
        Expires = From.AddYears(1),
        Created = From.AddDays((version * 10) - random.Next(60)),
        By = "ada",
        Reviewed = From,
    };

    private static List<string> List(Random random) => [.. Entries.Where(_ => random.Next(3) == 0)];
}
