using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>Blueprints for tests.</summary>
internal static class TestBlueprints
{
    private static readonly DateTimeOffset Made = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public static Blueprint Of(TokenAuthority? uses = null, string? ceiling = null) => new()
    {
        Id = "bpt_1",
        Name = "billing",
        Version = 3,
        Owner = "ada",
        Sponsor = "grace",
        Uses = uses,
        Ceiling = ceiling,
        ReviewDays = 30,
        Expires = Made.AddYears(1),
        Created = Made,
        By = "ada",
        Reviewed = Made,
    };
}
