namespace Bartizan.Gateway.Aws;

/// <summary>An <c>Authorization</c> header with an AWS signature, taken apart.</summary>
/// <param name="AccessKeyId">Whose secret signed.</param>
/// <param name="Scope">What it is for.</param>
/// <param name="SignedHeaders">Names of the signed headers, in lower case and ordinal order.</param>
/// <param name="Signature">64 lower-case hexadecimal digits.</param>
internal sealed record SignatureHeader(string AccessKeyId, CredentialScope Scope, IReadOnlyList<string> SignedHeaders, string Signature)
{
    private const int Longest = 4 << 10;
    private const int MostHeaders = 64;

    /// <summary>Reads <c>AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c>; null when it is anything else.</summary>
    public static SignatureHeader? TryRead(string value)
    {
        if (value.Length > Longest || !value.StartsWith(SigV4.Algorithm + " ", StringComparison.Ordinal))
        {
            return null;
        }

        string? credential = null, headers = null, signature = null;
        foreach (var part in value[(SigV4.Algorithm.Length + 1)..].Split(','))
        {
            var (name, text) = Pair(part.Trim());
            var known = name switch
            {
                "Credential" when credential is null => (credential = text) is not null,
                "SignedHeaders" when headers is null => (headers = text) is not null,
                "Signature" when signature is null => (signature = text) is not null,
                _ => false,
            };
            if (!known)
            {
                return null;
            }
        }

        return credential?.Split('/') is [{ Length: >= 16 and <= 128 } id, { Length: 8 } date, var region, var service, CredentialScope.Terminator]
            && id.All(char.IsAsciiLetterOrDigit) && date.All(char.IsAsciiDigit) && IsPlain(region) && IsPlain(service)
            && headers?.Split(';') is { Length: <= MostHeaders } names && IsOrdered(names)
            && signature is { Length: 64 } && signature.All(char.IsAsciiHexDigitLower)
            ? new SignatureHeader(id, new CredentialScope(date, region, service), names, signature)
            : null;
    }

    private static (string Name, string Text) Pair(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? ("", "") : (part[..equals], part[(equals + 1)..]);
    }

    private static bool IsPlain(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsOrdered(string[] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length is 0 or > 128
                || !names[i].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
                || (i > 0 && string.CompareOrdinal(names[i - 1], names[i]) >= 0))
            {
                return false;
            }
        }

        return true;
    }
}
