using System.Security.Cryptography;
using System.Text;
using Bartizan.Identity.Agents;

namespace Bartizan.Identity.Tests.Agents;

public class AgentKeyTests
{
    [Fact]
    public void Keys_are_well_formed_and_never_the_same()
    {
        var keys = Enumerable.Range(0, 1_000).Select(_ => AgentKey.Create()).ToList();
        Assert.All(keys, k => Assert.Matches("^btz_[0-9a-hjkmnp-tv-z]{12}_[0-9a-hjkmnp-tv-z]{58}$", k));
        Assert.All(keys, k => Assert.Equal(AgentKeyForm.WellFormed, AgentKey.Read(k)));
        Assert.Equal(keys.Count, keys.Select(k => AgentKey.KeyId(k).ToString()).Distinct().Count());
    }

    [Fact]
    public void The_hash_is_that_of_the_secret_part_alone()
    {
        var key = AgentKey.Create();
        var hash = new byte[32];
        AgentKey.Hash(key, hash);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(key[17..69])), hash);
    }

    [Fact]
    public void Every_mistyped_character_is_noticed()
    {
        var key = AgentKey.Create();
        for (var at = 4; at < key.Length; at++)
        {
            if (at != 16)
            {
                var other = key[at] == '7' ? '8' : '7';
                Assert.Equal(AgentKeyForm.Mistyped, AgentKey.Read(key[..at] + other + key[(at + 1)..]));
            }
        }
    }

    [Fact]
    public void Neighbours_exchanged_are_noticed()
    {
        var key = AgentKey.Create();
        for (var at = 17; at + 1 < key.Length; at++)
        {
            if (key[at] != key[at + 1])
            {
                Assert.Equal(AgentKeyForm.Mistyped, AgentKey.Read(key[..at] + key[at + 1] + key[at] + key[(at + 2)..]));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("btz_")]
    [InlineData("sk-proj-0123456789")]
    [InlineData("btz_0123456789ab_")]
    [InlineData("BTZ_0123456789AB_0123456789012345678901234567890123456789012345678901234567")]
    [InlineData("btz_0123456789ab-0123456789012345678901234567890123456789012345678901234567")]
    [InlineData("btz_0123456789ab_012345678901234567890123456789012345678901234567890123456é")]
    [InlineData("btz_0123456789au_0123456789012345678901234567890123456789012345678901234567")]
    public void What_has_another_form_is_malformed(string text) => Assert.Equal(AgentKeyForm.Malformed, AgentKey.Read(text));

    [Fact]
    public void A_key_of_any_length_but_its_own_is_malformed_however_long()
    {
        var key = AgentKey.Create();
        Assert.Equal(AgentKeyForm.Malformed, AgentKey.Read(key + "0"));
        Assert.Equal(AgentKeyForm.Malformed, AgentKey.Read(key.AsSpan()[..^1]));
        Assert.Equal(AgentKeyForm.Malformed, AgentKey.Read(key + new string('0', 10_000_000)));
    }

    [Fact]
    public void Random_texts_are_read_without_a_crash()
    {
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var text = AgentKey.Create().ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(char.MaxValue);
            AgentKey.Read(text);
            AgentKey.Read(text.AsSpan(0, random.Next(text.Length)));
        }
    }
}
