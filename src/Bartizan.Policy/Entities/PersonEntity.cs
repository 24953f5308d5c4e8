using Bartizan.Core.Identity;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Entities;

/// <summary>
/// What policies can read of a person on whose behalf agents act: <c>name</c> and <c>roles</c>; and <c>owner</c>, who answers for them, which is themselves,
/// and <c>tags</c>, of which they have none, so that policies about any principal hold of people too.
/// </summary>
public static class PersonEntity
{
    /// <summary>The entity, made anew.</summary>
    public static Entity Make(Person person)
    {
        var name = new CedarString(person.Name);
        return new Entity(new EntityUid("User", person.Id))
        {
            Attributes = new CedarRecord((KeyValuePair<string, CedarValue>[])
                [new("name", name), new("owner", name), new("roles", CedarSet.OfStrings(person.Roles)), new("tags", CedarRecord.Empty)]),
        };
    }
}
