using Bartizan.Core.Identity;

namespace Bartizan.Core.Elevation;

/// <summary>One of those on whose behalf a call is made, or who makes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Who answers for it.</param>
public sealed record ChainMember(string Id, string Name, string Owner)
{
    /// <summary>A principal as a member.</summary>
    public static ChainMember Of(Principal principal) => new(principal.AgentId, principal.Name, principal.Owner);

    /// <summary>A person as a member, who answers for themselves.</summary>
    public static ChainMember Of(Person person) => new(person.Id, person.Name, person.Name);
}
