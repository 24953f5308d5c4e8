using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Content;
using Bartizan.Core.Masking;
using Bartizan.Storage.Keys;

namespace Bartizan.Storage.Masking;

/// <summary>Seals a session's key under the store's, and its values under its own.</summary>
internal sealed class SessionSealer(IContentProtector store)
{
    private const string KeyPlace = "masking/key";

    /// <summary>A new key, sealed for the session.</summary>
    public string NewKey(string session)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        return store.Seal(session, KeyPlace, Convert.ToBase64String(key));
    }

    /// <summary>A session's key.</summary>
    /// <exception cref="CryptographicException">It was altered, or sealed by another store.</exception>
    public byte[] OpenKey(string session, string sealedKey) =>
        store.Unseal(session, KeyPlace, sealedKey) is { } key ? Convert.FromBase64String(key) : throw Altered();

    /// <summary>The name of a token's row, which says nothing of the token.</summary>
    public static string NameOf(byte[] key, string token) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("bartizan/token-row/v1 " + token)));

    /// <summary>A value, sealed for its row. Neither label nor token has a line break in it.</summary>
    public static string Seal(byte[] key, string row, MaskedValue value) => Of(key).Seal(row, "", $"{value.Label}\n{value.Token}\n{value.Value}");

    /// <summary>A row's value.</summary>
    /// <exception cref="CryptographicException">It was altered, or belongs to another session.</exception>
    public static MaskedValue Open(byte[] key, string row, string sealedValue) =>
        Of(key).Unseal(row, "", sealedValue)?.Split('\n', 3) is [var label, var token, var value] ? new MaskedValue(label, token, value) : throw Altered();

    private static ContentSealer Of(byte[] key) => new(key, key);

    private static CryptographicException Altered() => new("A masking session does not open: it was altered, or belongs to another store.");
}
