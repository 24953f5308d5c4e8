using Bartizan.Core.Results;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Entities;

public sealed class EntityStoreTests
{
    [Fact]
    public void Belonging_is_transitive_and_reaches_entities_that_are_not_in_the_store()
    {
        var store = new EntityStore(
        [
            new Entity(Uid("a")) { Parents = [Uid("b"), Uid("c")] },
            new Entity(Uid("b")) { Parents = [Uid("d")] },
            new Entity(Uid("c")) { Parents = [Uid("d"), Uid("ghost")] },
            new Entity(Uid("d")),
        ]);
        Assert.True(store.IsIn(Uid("a"), Uid("a")));
        Assert.True(store.IsIn(Uid("a"), Uid("d")));
        Assert.True(store.IsIn(Uid("a"), Uid("ghost")));
        Assert.False(store.IsIn(Uid("b"), Uid("c")));
        Assert.True(store.IsIn(Uid("nobody"), Uid("nobody")));
        Assert.False(store.IsIn(Uid("nobody"), Uid("a")));
    }

    [Fact]
    public void A_circle_and_a_repeated_entity_are_refused_with_their_names()
    {
        var circle = Assert.Throws<InputException>(() => new EntityStore(
        [
            new Entity(Uid("top")) { Parents = [Uid("a")] },
            new Entity(Uid("a")) { Parents = [Uid("b")] },
            new Entity(Uid("b")) { Parents = [Uid("a")] },
        ]));
        Assert.Contains("is its own ancestor", circle.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("top", circle.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => new EntityStore([new Entity(Uid("a")) { Parents = [Uid("a")] }]));
        Assert.Throws<InputException>(() => new EntityStore([new Entity(Uid("a")), new Entity(Uid("a"))]));
    }

    [Fact]
    public void A_chain_of_many_thousand_entities_neither_exhausts_the_stack_nor_memory()
    {
        const int Length = 100_000;
        var store = new EntityStore(Enumerable.Range(0, Length).Select(i => new Entity(Uid($"{i}")) { Parents = [Uid($"{i + 1}")] }));
        Assert.True(store.IsIn(Uid("0"), Uid($"{Length}")));
        Assert.False(store.IsIn(Uid($"{Length - 1}"), Uid("0")));
    }

    [Fact]
    public void Json_names_entities_in_three_ways_and_keeps_64_bits()
    {
        var store = EntityStore.FromJson("""
            [{"uid": {"type": "A::B", "id": "x"}, "attrs": {"n": 9223372036854775807, "e": {"__entity": {"type": "C", "id": "y"}}, "r": {"type": "C", "id": "y"}},
              "parents": [{"__entity": {"type": "C", "id": "y"}}, "C::\"z\""], "tags": {"t": ["a"]}}]
            """);
        var entity = store.Find(new EntityUid("A::B", "x"))!;
        Assert.Equal([new EntityUid("C", "y"), new EntityUid("C", "z")], entity.Parents);
        Assert.True(entity.Attributes.TryGet("n", out var n) && n.Equals(new CedarLong(long.MaxValue)));
        Assert.True(entity.Attributes.TryGet("e", out var e) && e is CedarEntity);
        Assert.True(entity.Attributes.TryGet("r", out var r) && r is CedarRecord);
        Assert.True(entity.Tags.TryGet("t", out var t) && t.Equals(CedarSet.OfStrings(["a"])));
    }

    [Theory]
    [InlineData("{}", "Expected an array of entities, found an object.")]
    [InlineData("[{}]", "[0]: The entity has no uid.")]
    [InlineData("[{\"uid\": 3}]", "[0].uid: Expected an entity, found a number.")]
    [InlineData("[{\"uid\": \"x\"}]", "[0].uid: This is no entity.")]
    [InlineData("[{\"uid\": {\"type\": \"a b\", \"id\": \"\"}}]", "[0].uid.type: a b is not an entity type.")]
    [InlineData("[{\"uid\": {\"type\": \"A\"}}]", "[0].uid: The field id is missing.")]
    [InlineData("[{\"uid\": \"A::\\\"x\\\"\", \"atts\": {}}]", "[0].atts: An entity has no field atts.")]
    [InlineData("[{\"uid\": \"A::\\\"x\\\"\", \"attrs\": {\"a\": 1.5}}]", "[0].attrs.a: 1.5 is not a 64-bit integer.")]
    [InlineData("[{\"uid\": \"A::\\\"x\\\"\", \"attrs\": {\"a\": [null]}}]", "[0].attrs.a[0]: null is not a value.")]
    [InlineData("[{\"uid\": \"A::\\\"x\\\"\", \"attrs\": {\"a\": {\"__extn\": {\"fn\": \"ip\", \"arg\": \"x\"}}}}]", "[0].attrs.a.__extn: \"x\" is no ip.")]
    [InlineData("[{\"uid\": \"A::\\\"x\\\"\", \"attrs\": {\"a\": {\"__extn\": {\"fn\": \"f\", \"arg\": \"x\"}}}}]", "[0].attrs.a.__extn: There is no extension function f.")]
    public void Json_that_is_wrong_is_explained_with_its_path(string json, string what)
    {
        var e = Assert.Throws<InputException>(() => EntityStore.FromJson(json, "e.json"));
        Assert.Equal(("e.json", what), (e.Errors[0].File, e.Errors[0].What));
    }

    [Fact]
    public void Json_that_is_broken_is_explained_with_its_line()
    {
        var e = Assert.Throws<InputException>(() => EntityStore.FromJson("[\n  {\"uid\": }\n]", "e.json"));
        Assert.Equal(("e.json", 2), (e.Errors[0].File, e.Errors[0].Line));
        Assert.Throws<InputException>(() => EntityStore.FromJson("""[{"uid": "A::\"x\"", "attrs": {"a": 1, "a": 2}}]"""));
        Assert.Throws<InputException>(() => EntityStore.FromJson(new string('[', 100_000)));
    }

    private static EntityUid Uid(string id) => new("T", id);

    [Fact]
    public void One_entity_can_have_other_attributes_and_keeps_its_place()
    {
        var store = new EntityStore([new Entity(Uid("a")) { Parents = [Uid("b")], Tags = Record("t", 1), Attributes = Record("x", 1) }, new Entity(Uid("b")) { Parents = [Uid("c")] }]);
        var with = store.WithAttributes(Uid("a"), Record("x", 2)).WithAttributes(Uid("new"), Record("x", 3));
        Assert.Equal(new CedarLong(2), with.Find(Uid("a"))!.Attributes.Fields[0].Value);
        Assert.Equal(new CedarLong(3), with.Find(Uid("new"))!.Attributes.Fields[0].Value);
        Assert.True(with.IsIn(Uid("a"), Uid("c")));
        Assert.Equal(1, with.Find(Uid("a"))!.Tags.Count);
        Assert.Equal((3, 3), (with.Count, with.Entities.Count()));
        Assert.Equal((2, new CedarLong(1)), (store.Count, store.Find(Uid("a"))!.Attributes.Fields[0].Value));
        Assert.Null(store.Find(Uid("new")));

        static CedarRecord Record(string name, long value) => new([KeyValuePair.Create(name, (CedarValue)new CedarLong(value))]);
    }
}
