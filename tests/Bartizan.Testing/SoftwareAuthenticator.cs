using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Elevation;

namespace Bartizan.Testing;

/// <summary>An authenticator and the browser around it, in software: what they say can be bent field by field.</summary>
public sealed class SoftwareAuthenticator
{
    public const string RelyingParty = "localhost";
    public const string Origin = "http://localhost:4181";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The credential's id.</summary>
    public byte[] CredentialId { get; } = RandomNumberGenerator.GetBytes(16);

    /// <summary>The counter.</summary>
    public uint Count { get; set; }

    /// <summary>Flags: user present and verified.</summary>
    public byte Flags { get; set; } = 0x05;

    /// <summary>The public key as COSE map of five entries.</summary>
    public byte[] Cose()
    {
        var point = _key.ExportParameters(false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    /// <summary>The page's part.</summary>
    public static byte[] Client(string type, byte[] challenge, string origin = Origin, string more = ",\"crossOrigin\":false") =>
        Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","challenge":"{{Base64Url.EncodeToString(challenge)}}","origin":"{{origin}}"{{more}}}""");

    /// <summary>The authenticator's part without a credential.</summary>
    public byte[] Data(string relyingParty = RelyingParty, byte more = 0)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty)).CopyTo(data, 0);
        data[32] = (byte)(Flags | more);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), Count);
        return data;
    }

    /// <summary>The same with the credential.</summary>
    public byte[] CredentialData() => [.. Data(more: 0x40), .. new byte[16], 0, (byte)CredentialId.Length, .. CredentialId, .. Cose()];

    /// <summary>An attestation object without attestation.</summary>
    public static byte[] Attestation(byte[] data) =>
        [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];

    /// <summary>Signs a challenge.</summary>
    public ApprovalProof Sign(byte[] challenge) => Sign(Data(), Client("webauthn.get", challenge));

    /// <summary>Signs just these.</summary>
    public ApprovalProof Sign(byte[] data, byte[] client) => new(
        _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), data, client);
}
