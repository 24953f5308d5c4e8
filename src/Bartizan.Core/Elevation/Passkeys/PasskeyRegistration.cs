using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bartizan.Core.Elevation.Passkeys;

/// <summary>Reads a new passkey (WebAuthn level 2, section 7.1): ES256 and no attestation, because it does not matter here who made the authenticator.</summary>
public static class PasskeyRegistration
{
    private const string Type = "webauthn.create";
    private const int Largest = 8 << 10;
    private const int LongestId = 1_023;
    private const int AaguidSize = 16;

    // COSE (RFC 9053): labels and values of an ES256 key.
    private const int CoordinateSize = 32;

    /// <summary>The passkey's facts and its public key; null when the answer is not one to this challenge, of this page, with its person there and verified.</summary>
    /// <param name="challenge">What was asked to be signed.</param>
    /// <param name="relyingParty">The console's host name.</param>
    /// <param name="origin">The console's origin.</param>
    /// <param name="attestation">The attestation object.</param>
    /// <param name="client">The client data.</param>
    public static (PasskeyFacts Facts, byte[] PublicKey)? Read(
        ReadOnlySpan<byte> challenge, string relyingParty, string origin, ReadOnlySpan<byte> attestation, ReadOnlySpan<byte> client)
    {
        if (attestation.Length > Largest || !ClientData.Says(client, Type, challenge, origin))
        {
            return null;
        }

        var cbor = new CborReader(attestation);
        if (cbor.Map() != 3 || cbor.Text() != "fmt" || cbor.Text() != "none" || cbor.Text() != "attStmt" || cbor.Map() != 0 || cbor.Text() != "authData")
        {
            return null;
        }

        var data = cbor.Bytes();
        return cbor.Failed || !cbor.Rest.IsEmpty ? null : Credential(data, relyingParty, origin);
    }

    private static (PasskeyFacts Facts, byte[] PublicKey)? Credential(ReadOnlySpan<byte> data, string relyingParty, string origin)
    {
        if (AuthenticatorData.Read(data, relyingParty, AuthenticatorData.HasCredential) is not { } count
            || data.Length < AuthenticatorData.FixedSize + AaguidSize + sizeof(ushort))
        {
            return null;
        }

        var rest = data[(AuthenticatorData.FixedSize + AaguidSize)..];
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        rest = rest[sizeof(ushort)..];
        if (length is 0 or > LongestId || rest.Length < length || PublicKey(rest[length..]) is not { } key)
        {
            return null;
        }

        return (new PasskeyFacts(rest[..length].ToArray(), relyingParty, origin, count), key);
    }

    // The five parameters in CTAP2's canonical order, and nothing after them.
    private static byte[]? PublicKey(ReadOnlySpan<byte> cose)
    {
        var cbor = new CborReader(cose);
        var isEs256 = cbor.Map() == 5
            && cbor.Integer() == 1 && cbor.Integer() == 2
            && cbor.Integer() == 3 && cbor.Integer() == -7
            && cbor.Integer() == -1 && cbor.Integer() == 1;
        if (!isEs256 || cbor.Integer() != -2)
        {
            return null;
        }

        var x = cbor.Bytes();
        if (cbor.Integer() != -3)
        {
            return null;
        }

        var y = cbor.Bytes();
        if (cbor.Failed || !cbor.Rest.IsEmpty || x.Length != CoordinateSize || y.Length != CoordinateSize)
        {
            return null;
        }

        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() } });
            return key.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException)
        {
            // The point is not on the curve.
            return null;
        }
    }
}
