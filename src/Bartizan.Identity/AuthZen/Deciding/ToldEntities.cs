using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.AuthZen.Deciding;

/// <summary>
/// Adds what a caller tells of an entity to what is stored of it, for one request. What is stored wins: otherwise whoever can put a property into an
/// enforcement point's request, such as a user with a crafted token, would make it say that he is an administrator.
/// </summary>
internal static class ToldEntities
{
    public static EntityStore Add(EntityStore entities, Party party, List<string> ignored)
    {
        if (party.Told.Count == 0)
        {
            return entities;
        }

        var stored = entities.Find(party.Uid)?.Attributes ?? CedarRecord.Empty;
        var added = new List<KeyValuePair<string, CedarValue>>(party.Told.Count);
        foreach (var field in party.Told.Fields)
        {
            if (stored.TryGet(field.Key, out _))
            {
                ignored.Add($"{party.Path}.{field.Key}");
            }
            else
            {
                added.Add(field);
            }
        }

        return added.Count == 0 ? entities : entities.WithAttributes(party.Uid, new CedarRecord([.. stored.Fields, .. added]));
    }
}
