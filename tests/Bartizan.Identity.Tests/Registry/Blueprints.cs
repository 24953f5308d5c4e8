using Bartizan.Core.Identity.Registry;

namespace Bartizan.Identity.Tests.Registry;

/// <summary>Blueprints for tests.</summary>
internal static class Blueprints
{
    private static readonly DateTimeOffset Made = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    /// <summary>One that bounds nothing.</summary>
    public static Blueprint Make() => new()
    {
        Id = "bpt_1",
        Name = "billing",
        Version = 1,
        Owner = "ada",
        Sponsor = "grace",
        ReviewDays = 30,
        Expires = Made.AddYears(1),
        Created = Made,
        By = "ada",
        Reviewed = Made,
    };
}
