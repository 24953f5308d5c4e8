using System.Security.Cryptography;

namespace Bartizan.Guard.Validation;

/// <summary>Bitcoin addresses: Base58Check (BIP 13) and Bech32/Bech32m (BIP 173, BIP 350).</summary>
public static class BitcoinAddresses
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    /// <summary>Whether a Base58 address (26 to 35 characters) decodes to 25 bytes whose double SHA-256 checksum holds.</summary>
    public static bool IsValid(ReadOnlySpan<char> address)
    {
        if (address.Length is < 26 or > 35)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[25];
        bytes.Clear();
        foreach (var c in address)
        {
            var carry = Base58.IndexOf(c, StringComparison.Ordinal);
            if (carry < 0)
            {
                return false;
            }

            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                carry += bytes[i] * 58;
                bytes[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
            {
                return false;
            }
        }

        return SHA256.HashData(SHA256.HashData(bytes[..21])).AsSpan(0, 4).SequenceEqual(bytes[21..]);
    }

    /// <summary>Whether a lower-case <c>bc1…</c> address has a valid Bech32 or Bech32m checksum.</summary>
    public static bool IsBech32(ReadOnlySpan<char> address)
    {
        if (address.Length is < 14 or > 90 || !address.StartsWith("bc1"))
        {
            return false;
        }

        // The human-readable part "bc", expanded: high bits, zero, low bits.
        var check = 1u;
        foreach (var value in (ReadOnlySpan<byte>)[3, 3, 0, 2, 3])
        {
            check = Step(check, value);
        }

        foreach (var c in address[3..])
        {
            var value = Bech32.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            check = Step(check, (uint)value);
        }

        return check is 1 or 0x2BC830A3;
    }

    private static uint Step(uint check, uint value)
    {
        ReadOnlySpan<uint> generator = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3];
        var top = check >> 25;
        check = ((check & 0x1FFFFFF) << 5) ^ value;
        for (var i = 0; i < 5; i++)
        {
            check ^= ((top >> i) & 1) == 1 ? generator[i] : 0;
        }

        return check;
    }
}
