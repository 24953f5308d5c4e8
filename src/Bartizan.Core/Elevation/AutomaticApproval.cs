namespace Bartizan.Core.Elevation;

/// <summary>What policy knew and said when it approved an access request itself, in the place of people.</summary>
/// <param name="Policies">The policies that permit it, which answer for it.</param>
/// <param name="Effect">What the call does: <c>read</c> or <c>reversible</c>. Nothing else is approved so.</param>
/// <param name="Usual">How often the agent's calls of the same tool or model passed in the 30 days before.</param>
public sealed record AutomaticApproval(IReadOnlyList<ApprovingPolicy> Policies, string Effect, long Usual)
{
    /// <summary>How records name a policy among those who approved.</summary>
    public static string NameOf(string policy) => $"policy:{policy}";
}

/// <summary>A policy that approves, as it was then.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its whole text.</param>
public sealed record ApprovingPolicy(string Id, string Text);

/// <summary>What bears on whether policy may approve calls of an agent itself, at one time.</summary>
/// <param name="LastHour">How many it approved for the agent in the hour before.</param>
/// <param name="OwnerWorks">False where the agent's owner has an account, and it is disabled.</param>
/// <param name="Usual">How often the agent's calls of the same tool or model passed in the 30 days before.</param>
public sealed record AutomaticFacts(int LastHour, bool OwnerWorks, long Usual);
