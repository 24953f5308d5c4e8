using System.Runtime.CompilerServices;
using Bartizan.Core.Identity;
using Bartizan.Policy;
using Bartizan.Policy.Entities;

namespace Bartizan.Gateway.Policies;

/// <summary>The entities of people on whose behalf agents act, built once for each person the snapshot holds.</summary>
internal static class PersonEntities
{
    private static readonly ConditionalWeakTable<Person, Entity> Cache = [];

    public static EntityUid Uid(Person person) => Cache.GetValue(person, Make).Uid;

    public static EntityStore Of(Person person) => new([Cache.GetValue(person, Make)]);

    /// <summary>The entity itself, made anew.</summary>
    public static Entity Make(Person person) => PersonEntity.Make(person);
}
