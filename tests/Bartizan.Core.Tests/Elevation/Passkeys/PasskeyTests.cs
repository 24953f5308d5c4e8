using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Elevation;
using Bartizan.Core.Elevation.Passkeys;
using Bartizan.Testing;

namespace Bartizan.Core.Tests.Elevation.Passkeys;

public class PasskeyTests
{
    private static readonly byte[] Challenge = SHA256.HashData("a challenge"u8);

    [Fact]
    public void A_passkey_is_registered_and_signs()
    {
        var authenticator = new SoftwareAuthenticator { Count = 7 };
        var (facts, key) = Register(authenticator)!.Value;
        Assert.Equal(authenticator.CredentialId, facts.CredentialId);
        Assert.Equal(("localhost", SoftwareAuthenticator.Origin, 7u), (facts.RelyingParty, facts.Origin, facts.SignCount));
        authenticator.Count = 9;
        Assert.Equal(9u, PasskeyAssertion.Verify(Challenge, key, facts, authenticator.Sign(Challenge)));
        Assert.Null(PasskeyAssertion.Verify(Challenge, key, facts, new SoftwareAuthenticator().Sign(Challenge)));
    }

    [Theory]
    [InlineData("webauthn.create", SoftwareAuthenticator.Origin, "")]
    [InlineData("webauthn.get", "http://localhost:4182", "")]
    [InlineData("webauthn.get", "https://localhost:4181", "")]
    [InlineData("webauthn.get", "http://localhost:4181/", "")]
    [InlineData("webauthn.get", "http://evil.example", "")]
    [InlineData("webauthn.get", SoftwareAuthenticator.Origin, ",\"crossOrigin\":true")]
    [InlineData("webauthn.get", SoftwareAuthenticator.Origin, ",\"crossOrigin\":\"false\"")]
    [InlineData("webauthn.get", SoftwareAuthenticator.Origin, ",\"crossOrigin\":false,\"topOrigin\":\"http://evil.example\"")]
    [InlineData("webauthn.get", SoftwareAuthenticator.Origin, ",\"type\":\"webauthn.get\"")]
    [InlineData("webauthn.get", SoftwareAuthenticator.Origin, ",")]
    public void A_page_that_is_not_ours_gets_nothing(string type, string origin, string more)
    {
        var authenticator = new SoftwareAuthenticator();
        var (facts, key) = Register(authenticator)!.Value;
        var proof = authenticator.Sign(authenticator.Data(), SoftwareAuthenticator.Client(type, Challenge, origin, more));
        Assert.Null(PasskeyAssertion.Verify(Challenge, key, facts, proof));
    }

    [Fact]
    public void A_challenge_counts_for_itself_alone()
    {
        var authenticator = new SoftwareAuthenticator();
        var (facts, key) = Register(authenticator)!.Value;
        var proof = authenticator.Sign(Challenge);
        Assert.Null(PasskeyAssertion.Verify(SHA256.HashData("another"u8), key, facts, proof));
        Assert.Null(PasskeyAssertion.Verify(Challenge.AsSpan(0, 31), key, facts, authenticator.Sign(Challenge[..31])));
        Assert.Null(PasskeyAssertion.Verify([], key, facts, authenticator.Sign([])));
    }

    [Theory]
    [InlineData(0x04)]
    [InlineData(0x01)]
    [InlineData(0x00)]
    [InlineData(0x45)]
    [InlineData(0x85)]
    public void Nobody_there_nobody_verified_or_more_than_was_asked(byte flags)
    {
        var authenticator = new SoftwareAuthenticator();
        var (facts, key) = Register(authenticator)!.Value;
        authenticator.Flags = flags;
        Assert.Null(PasskeyAssertion.Verify(Challenge, key, facts, authenticator.Sign(Challenge)));
    }

    [Fact]
    public void Another_relying_party_and_a_longer_answer_are_refused()
    {
        var authenticator = new SoftwareAuthenticator();
        var (facts, key) = Register(authenticator)!.Value;
        var client = SoftwareAuthenticator.Client("webauthn.get", Challenge);
        Assert.Null(PasskeyAssertion.Verify(Challenge, key, facts, authenticator.Sign(authenticator.Data("evil.example"), client)));
        Assert.Null(PasskeyAssertion.Verify(Challenge, key, facts, authenticator.Sign([.. authenticator.Data(), 0], client)));
        Assert.Null(PasskeyAssertion.Verify(Challenge, key, facts, authenticator.Sign(authenticator.Data()[..36], client)));
    }

    [Fact]
    public void Every_change_of_a_single_byte_is_refused()
    {
        var authenticator = new SoftwareAuthenticator();
        var (facts, key) = Register(authenticator)!.Value;
        var proof = authenticator.Sign(Challenge);
        foreach (var (part, change) in new (byte[] Part, Func<byte[], ApprovalProof> Change)[]
        {
            (proof.Signature, b => proof with { Signature = b }),
            (proof.AuthenticatorData!, b => proof with { AuthenticatorData = b }),
            (proof.ClientData!, b => proof with { ClientData = b }),
        })
        {
            for (var i = 0; i < part.Length; i++)
            {
                var bent = part.ToArray();
                bent[i] ^= 0x01;
                Assert.Null(PasskeyAssertion.Verify(Challenge, key, facts, change(bent)));
            }

            Assert.Null(PasskeyAssertion.Verify(Challenge, key, facts, change(part[..^1])));
        }
    }

    [Fact]
    public void Every_change_of_a_single_byte_of_an_attestation_gives_nothing_or_another_credential()
    {
        var authenticator = new SoftwareAuthenticator();
        var attestation = SoftwareAuthenticator.Attestation(authenticator.CredentialData());
        var client = SoftwareAuthenticator.Client("webauthn.create", Challenge);
        var (facts, key) = PasskeyRegistration.Read(Challenge, "localhost", SoftwareAuthenticator.Origin, attestation, client)!.Value;
        for (var i = 0; i < attestation.Length; i++)
        {
            foreach (var bit in new byte[] { 1, 0x20, 0x80 })
            {
                var bent = attestation.ToArray();
                bent[i] ^= bit;
                var read = PasskeyRegistration.Read(Challenge, "localhost", SoftwareAuthenticator.Origin, bent, client);
                // Counter, model of the authenticator and the reserved flags say nothing of who holds the key.
                Assert.True(read is null || IsFree(attestation, i, bit) || !read.Value.Facts.CredentialId.SequenceEqual(facts.CredentialId) || !read.Value.PublicKey.SequenceEqual(key), $"byte {i}");
            }

            Assert.Null(PasskeyRegistration.Read(Challenge, "localhost", SoftwareAuthenticator.Origin, attestation.AsSpan(0, i), client));
        }

        Assert.Null(PasskeyRegistration.Read(Challenge, "localhost", SoftwareAuthenticator.Origin, [.. attestation, 0], client));
        Assert.Null(PasskeyRegistration.Read(Challenge, "other.host", SoftwareAuthenticator.Origin, attestation, client));
        Assert.Null(PasskeyRegistration.Read(SHA256.HashData("another"u8), "localhost", SoftwareAuthenticator.Origin, attestation, client));
    }

    [Fact]
    public void Noise_is_no_attestation_and_breaks_nothing()
    {
        var random = new Random(20261121);
        var authenticator = new SoftwareAuthenticator();
        var attestation = SoftwareAuthenticator.Attestation(authenticator.CredentialData());
        var client = SoftwareAuthenticator.Client("webauthn.create", Challenge);
        for (var i = 0; i < 20_000; i++)
        {
            var noise = new byte[random.Next(300)];
            random.NextBytes(noise);
            attestation.AsSpan(0, Math.Min(noise.Length, random.Next(40))).CopyTo(noise);
            Assert.Null(PasskeyRegistration.Read(Challenge, "localhost", SoftwareAuthenticator.Origin, noise, client));
        }
    }

    [Theory]
    [InlineData("1801")] // 1, but not in its shortest form
    [InlineData("9f01ff")] // an array, and without a length
    [InlineData("bf6161ff")] // a map without a length
    [InlineData("5b7fffffffffffffff")] // bytes that are not there
    [InlineData("bb7fffffffffffffff")] // pairs that are not there
    [InlineData("62c328")] // no UTF-8
    [InlineData("c000")] // a tag
    [InlineData("f5")] // true
    [InlineData("")]
    public void What_authenticators_do_not_write_is_not_read(string hex)
    {
        var cbor = new CborReader(Convert.FromHexString(hex));
        _ = hex.StartsWith('b') ? cbor.Map() : hex.StartsWith('5') ? cbor.Bytes().Length : hex.StartsWith('6') ? cbor.Text().Length : cbor.Integer();
        Assert.True(cbor.Failed);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(5, 6, true)]
    [InlineData(5, 5, false)]
    [InlineData(5, 4, false)]
    [InlineData(5, 0, false)]
    public void Counters_only_grow(uint before, uint now, bool may) => Assert.Equal(may, PasskeyAssertion.MayFollow(before, now));

    private static (PasskeyFacts Facts, byte[] PublicKey)? Register(SoftwareAuthenticator authenticator) => PasskeyRegistration.Read(
        Challenge,
        SoftwareAuthenticator.RelyingParty,
        SoftwareAuthenticator.Origin,
        SoftwareAuthenticator.Attestation(authenticator.CredentialData()),
        SoftwareAuthenticator.Client("webauthn.create", Challenge));

    private static bool IsFree(byte[] attestation, int at, byte bit)
    {
        var data = attestation.AsSpan().IndexOf(SHA256.HashData(Encoding.UTF8.GetBytes("localhost")));
        return (at == data + 32 && bit is 0x20) || (at >= data + 33 && at < data + 53);
    }
}
