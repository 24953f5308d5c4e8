using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Gateway.Masking.Forms;

/// <summary>
/// The characters of one token: HMAC-SHA-256 under the session's key of label, attempt and value, written out in the base that is asked for.
/// Without the key they cannot be told from chance; with it they are always the same.
/// </summary>
internal sealed class TokenSource
{
    // Digits and letters that are not taken for one another.
    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz";

    private BigInteger _left;

    /// <summary>Begins a token; <paramref name="attempt"/> counts up when the one before was taken.</summary>
    public TokenSource(ReadOnlySpan<byte> key, string label, string value, int attempt) => _left = new BigInteger(
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"bartizan/token/v1\n{label}\n{attempt}\n{value}")), isUnsigned: true);

    /// <summary>The next number below <paramref name="count"/>.</summary>
    public int Below(int count)
    {
        _left = BigInteger.DivRem(_left, count, out var rest);
        return (int)rest;
    }

    /// <summary>So many decimal digits.</summary>
    public string Digits(int count) => Take(count, "0123456789");

    /// <summary>So many letters and digits: five bits each, nearly.</summary>
    public string Word(int count) => Take(count, Letters);

    /// <summary>So many hexadecimal digits.</summary>
    public string Hex(int count) => Take(count, "0123456789abcdef");

    private string Take(int count, string alphabet) => string.Create(count, (this, alphabet), static (text, state) =>
    {
        foreach (ref var c in text)
        {
            c = state.alphabet[state.Item1.Below(state.alphabet.Length)];
        }
    });
}
