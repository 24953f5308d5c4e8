using System.Security.Cryptography;
using Bartizan.Core.Hashing;

namespace Bartizan.Core.Tests.Hashing;

public sealed class Sha256Tests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void It_is_the_framework_s_hash_however_the_input_is_cut(int length)
    {
        var data = new byte[length];
        new Random(7).NextBytes(data);
        var (whole, parts) = (new byte[Sha256.Size], new byte[Sha256.Size]);
        Sha256.Hash(data, whole);
        Sha256.Hash(data.AsSpan(0, length / 3), data.AsSpan(length / 3), parts);
        Assert.Equal(SHA256.HashData(data), whole);
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void A_destination_that_is_too_small_spoils_no_later_hash()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sha256.Hash("abc"u8, new byte[31]));
        var hash = new byte[Sha256.Size];
        Sha256.Hash("abc"u8, hash);
        Assert.Equal(SHA256.HashData("abc"u8), hash);
    }

    [Fact]
    public void Threads_do_not_share() => Parallel.For(0, 2_000, i =>
    {
        var data = BitConverter.GetBytes(i);
        var hash = new byte[Sha256.Size];
        Sha256.Hash(data, hash);
        Assert.Equal(SHA256.HashData(data), hash);
    });
}
