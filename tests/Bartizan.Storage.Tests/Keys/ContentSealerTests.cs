using System.Security.Cryptography;
using System.Text;
using Bartizan.Storage.Keys;

namespace Bartizan.Storage.Tests.Keys;

public class ContentSealerTests
{
    private static readonly byte[] DigestKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] ContentKey = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];
    private readonly ContentSealer _sealer = new(DigestKey, ContentKey);

    [Theory]
    [InlineData("")]
    [InlineData("a prompt")]
    [InlineData("ümläut \U0001F600")]
    public void A_digest_is_hmac_sha256_of_the_utf8_text(string text)
    {
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(DigestKey, Encoding.UTF8.GetBytes(text))), _sealer.Digest(text));
    }

    [Fact]
    public void A_long_text_has_the_digest_of_all_of_it()
    {
        var text = new string('x', 100_000) + "é";
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(DigestKey, Encoding.UTF8.GetBytes(text))), _sealer.Digest(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a prompt")]
    [InlineData("ümläut \U0001F600")]
    public void Sealed_text_opens_for_its_exchange_and_place_only(string text)
    {
        var sealedText = _sealer.Seal("exc_1", "messages[0].content", text);
        Assert.Equal(text, _sealer.Unseal("exc_1", "messages[0].content", sealedText));
        Assert.Null(_sealer.Unseal("exc_2", "messages[0].content", sealedText));
        Assert.Null(_sealer.Unseal("exc_1", "messages[1].content", sealedText));
        Assert.Null(new ContentSealer(DigestKey, DigestKey).Unseal("exc_1", "messages[0].content", sealedText));
        Assert.NotEqual(sealedText, _sealer.Seal("exc_1", "messages[0].content", text));
    }

    [Fact]
    public void Any_byte_changed_and_any_cut_is_refused()
    {
        var bytes = Convert.FromBase64String(_sealer.Seal("exc_1", "p", "a prompt"));
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = (byte[])bytes.Clone();
            changed[at] ^= 1;
            Assert.Null(_sealer.Unseal("exc_1", "p", Convert.ToBase64String(changed)));
            Assert.Null(_sealer.Unseal("exc_1", "p", Convert.ToBase64String(bytes[..at])));
        }

        Assert.Null(_sealer.Unseal("exc_1", "p", "not base64"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("\u20ac")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\ud83d")]
    public void A_text_is_digested_as_a_whole_wherever_it_is_cut_to_be_read(string unit)
    {
        for (var before = 4_080; before < 4_100; before++)
        {
            var text = new string('x', before) + unit + unit + new string('y', before);
            Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(DigestKey, Encoding.UTF8.GetBytes(text))), _sealer.Digest(text));
        }
    }

    [Fact]
    public void Digests_are_the_same_from_many_threads_at_once()
    {
        var expected = _sealer.Digest("text");
        Parallel.For(0, 1_000, _ => Assert.Equal(expected, _sealer.Digest("text")));
        Parallel.For(0, 1_000, i => Assert.Equal($"{i}", _sealer.Unseal("e", "p", _sealer.Seal("e", "p", $"{i}"))));
    }
}
