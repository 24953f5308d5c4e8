using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Core.Elevation.Passkeys;

/// <summary>The fixed part of what an authenticator says of itself (WebAuthn, section 6.1): hash of the relying party's id, flags, counter.</summary>
internal static class AuthenticatorData
{
    /// <summary>Bytes of the fixed part.</summary>
    public const int FixedSize = 37;

    /// <summary>A credential's id and key follow.</summary>
    public const byte HasCredential = 0x40;

    /// <summary>Extensions follow, for which nobody asked.</summary>
    public const byte HasExtensions = 0x80;

    private const int FlagsAt = 32;
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;

    /// <summary>The counter; null unless the data are of this relying party, its person was there and verified, and of the optional parts just <paramref name="optional"/> follow.</summary>
    public static uint? Read(ReadOnlySpan<byte> data, string relyingParty, byte optional)
    {
        if (data.Length < FixedSize || !CryptographicOperations.FixedTimeEquals(data[..FlagsAt], SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty))))
        {
            return null;
        }

        var flags = data[FlagsAt];
        var verified = (flags & UserPresent) != 0 && (flags & UserVerified) != 0;
        return verified && (flags & (HasCredential | HasExtensions)) == optional ? BinaryPrimitives.ReadUInt32BigEndian(data[(FlagsAt + 1)..]) : null;
    }
}
