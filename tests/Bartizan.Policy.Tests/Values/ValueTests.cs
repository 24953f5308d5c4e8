using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Values;

public sealed class ValueTests
{
    [Fact]
    public void Sets_are_equal_whatever_their_order_and_size()
    {
        var few = new CedarSet([new CedarLong(1), new CedarString("a"), new CedarLong(1)]);
        Assert.Equal(2, few.Count);
        Assert.Equal(few, new CedarSet([new CedarString("a"), new CedarLong(1)]));
        var many = Enumerable.Range(0, 50).Select(CedarValue (i) => new CedarLong(i)).ToList();
        Assert.Equal(new CedarSet(many), new CedarSet(many.AsEnumerable().Reverse()));
        Assert.Equal(new CedarSet(many).GetHashCode(), new CedarSet(many.AsEnumerable().Reverse()).GetHashCode());
    }

    [Fact]
    public void Records_find_their_fields_whatever_their_size()
    {
        foreach (var size in new[] { 0, 1, 8, 9, 100 })
        {
            var record = new CedarRecord(Enumerable.Range(0, size).Select(i => KeyValuePair.Create($"f{i}", (CedarValue)new CedarLong(i))));
            Assert.All(Enumerable.Range(0, size), i => Assert.True(record.TryGet($"f{i}", out var value) && value.Equals(new CedarLong(i))));
            Assert.False(record.TryGet("other", out _));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public void A_record_refuses_a_name_twice(int size) => Assert.Throws<ArgumentException>(() =>
        new CedarRecord(Enumerable.Range(0, size).Select(i => KeyValuePair.Create($"f{i % (size - 1)}", (CedarValue)CedarBool.True))));

    [Fact]
    public void Values_of_different_types_are_never_equal()
    {
        CedarValue[] all =
        [
            CedarBool.True, new CedarLong(1), new CedarString("1"), CedarSet.Empty, CedarRecord.Empty, new CedarEntity(new EntityUid("A", "1")),
            new CedarDecimal(1), new CedarDuration(1), new CedarDateTime(1), CedarIp.TryParse("1.1.1.1", out var ip) ? ip : CedarBool.False,
        ];
        foreach (var (a, i) in all.Select((v, i) => (v, i)))
        {
            Assert.All(all.Select((v, j) => (v, j)), b => Assert.Equal(i == b.j, a.Equals(b.v)));
        }
    }

    [Fact]
    public void Entity_names_read_back_as_written()
    {
        var uid = new EntityUid("Acme::Agent", "a \"quoted\" \\ line\n\0 and \u202E more \U0001F600 *");
        Assert.True(EntityUid.TryParse(uid.ToString(), out var again));
        Assert.Equal(uid, again);
        Assert.False(EntityUid.TryParse("Agent", out _));
        Assert.False(EntityUid.TryParse("Agent::\"x\" y", out _));
        Assert.False(EntityUid.TryParse("Agent::\"x", out _));
    }

    [Fact]
    public void Sets_and_records_of_others_that_add_up_alike_hash_differently()
    {
        // All ways to put eight values into pairs: as sums, the hashes of the pairs would add up to the same every time.
        var sets = new HashSet<int>();
        var records = new HashSet<int>();
        foreach (var pairs in Pairings(Enumerable.Range(0, 8).ToList()))
        {
            sets.Add(new CedarSet(pairs.Select(CedarValue (p) => new CedarSet([new CedarLong(p.A), new CedarLong(p.B)]))).GetHashCode());
            records.Add(new CedarSet(pairs.Select(CedarValue (p) => new CedarRecord([KeyValuePair.Create($"f{p.A}", (CedarValue)CedarBool.True), KeyValuePair.Create($"f{p.B}", (CedarValue)CedarBool.True)]))).GetHashCode());
        }

        Assert.True(sets.Count > 100 && records.Count > 100, $"{sets.Count} and {records.Count} hashes of 105 values");

        static IEnumerable<IReadOnlyList<(int A, int B)>> Pairings(List<int> left) => left.Count == 0
            ? [[]]
            : left.Skip(1).SelectMany(other => Pairings([.. left.Where(v => v != left[0] && v != other)]).Select(rest => (IReadOnlyList<(int A, int B)>)[(left[0], other), .. rest]));
    }
}
