namespace Bartizan.Guard.Secrets;

/// <summary>
/// GitHub's and npm's tokens end in six base-62 digits that hold the CRC-32 of the random part before them.
/// A token that fails is still reported, less surely: copies are often mistyped, and test tokens are made up.
/// </summary>
internal static class ChecksummedTokens
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int ChecksumLength = 6;

    /// <summary>0.99 when the checksum holds, else 0.85; <paramref name="token"/> is a four-character prefix and 36 characters.</summary>
    public static double Score(ReadOnlySpan<char> token)
    {
        var crc = Crc32(token[4..^ChecksumLength]);
        Span<char> expected = stackalloc char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            expected[i] = Base62[(int)(crc % 62)];
            crc /= 62;
        }

        return token.EndsWith(expected) ? 0.99 : 0.85;
    }

    // CRC-32 of IEEE 802.3, reflected, bit by bit: tokens are short and rare.
    private static uint Crc32(ReadOnlySpan<char> ascii)
    {
        var crc = uint.MaxValue;
        foreach (var c in ascii)
        {
            crc ^= c;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
