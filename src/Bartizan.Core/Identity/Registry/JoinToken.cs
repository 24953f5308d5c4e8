namespace Bartizan.Core.Identity.Registry;

/// <summary>A secret that lets one run of one agent begin, once.</summary>
/// <param name="Id">Id, prefix <c>jtk</c>; not secret.</param>
/// <param name="Agent">Id of the agent.</param>
/// <param name="By">Who made it.</param>
/// <param name="Created">When.</param>
/// <param name="Expires">When it ends unused.</param>
/// <param name="Used">When it was used; null when it was not.</param>
public sealed record JoinToken(string Id, string Agent, string By, DateTimeOffset Created, DateTimeOffset Expires, DateTimeOffset? Used = null)
{
    /// <summary>How long one lives at most.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    /// <summary>Whether it may be used at this time.</summary>
    public bool IsGoodAt(DateTimeOffset now) => Used is null && now < Expires;
}
