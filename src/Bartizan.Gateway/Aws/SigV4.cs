using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Gateway.Aws;

/// <summary>
/// AWS Signature Version 4 with HMAC-SHA-256, as pure functions, by the rules for every service but S3: path segments are encoded once more than they
/// are sent, query parameters are sorted, header values are trimmed and their inner spaces become one. Checked against AWS's published test suite.
/// </summary>
internal static class SigV4
{
    /// <summary>What an <c>Authorization</c> header with such a signature begins with.</summary>
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~");

    /// <summary>The signature of a request, as 64 lower-case hexadecimal digits.</summary>
    /// <param name="secret">The secret access key.</param>
    /// <param name="scope">What it is for.</param>
    /// <param name="time">The value of <c>x-amz-date</c>, e.g. <c>20150830T123600Z</c>.</param>
    /// <param name="request">What is signed.</param>
    public static string Sign(string secret, CredentialScope scope, string time, in CanonicalRequest request)
    {
        var canonical = Canonical(request);
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secret), Encoding.ASCII.GetBytes(scope.Date));
        key = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(scope.Region));
        key = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(scope.Service));
        key = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(CredentialScope.Terminator));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    /// <summary>SHA-256 of a body, as the signature takes it.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>The names of the signed headers, as they stand in the header and in the signature.</summary>
    public static string Names(IReadOnlyList<(string Name, string Value)> headers) => string.Join(';', headers.Select(h => h.Name));

    private static string Canonical(in CanonicalRequest request)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n');
        AppendEncoded(text, request.Path, keepSlash: true);
        text.Append('\n').Append(Query(request.Query)).Append('\n');
        foreach (var (name, value) in request.Headers)
        {
            text.Append(name).Append(':');
            AppendTrimmed(text, value);
            text.Append('\n');
        }

        return text.Append('\n').Append(Names(request.Headers)).Append('\n').Append(request.PayloadHash).ToString();
    }

    // Sent encoded; encoded again in the same way, then sorted by name and value.
    private static string Query(string query)
    {
        if (query.Length == 0)
        {
            return "";
        }

        var pairs = query.Split('&').Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? (Name: Again(pair), Value: "") : (Name: Again(pair[..equals]), Value: Again(pair[(equals + 1)..]));
        });
        return string.Join('&', pairs.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value}"));

        static string Again(string part)
        {
            var encoded = new StringBuilder();
            AppendEncoded(encoded, Uri.UnescapeDataString(part), keepSlash: false);
            return encoded.ToString();
        }
    }

    private static void AppendEncoded(StringBuilder text, string part, bool keepSlash)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in part.EnumerateRunes())
        {
            if (rune.IsAscii && (Unreserved.Contains((char)rune.Value) || (keepSlash && rune.Value == '/')))
            {
                text.Append((char)rune.Value);
                continue;
            }

            foreach (var next in utf8[..rune.EncodeToUtf8(utf8)])
            {
                text.Append('%').Append("0123456789ABCDEF"[next >> 4]).Append("0123456789ABCDEF"[next & 15]);
            }
        }
    }

    private static void AppendTrimmed(StringBuilder text, string value)
    {
        var space = false;
        foreach (var next in value.AsSpan().Trim(" \t"))
        {
            if (next is ' ' or '\t')
            {
                space = true;
                continue;
            }

            text.Append(space ? " " : "").Append(next);
            space = false;
        }
    }
}

/// <summary>What a signature is for.</summary>
/// <param name="Date">Day, e.g. <c>20150830</c>.</param>
/// <param name="Region">Region, e.g. <c>eu-central-1</c>.</param>
/// <param name="Service">Service, e.g. <c>bedrock</c>.</param>
internal readonly record struct CredentialScope(string Date, string Region, string Service)
{
    /// <summary>What every scope ends with.</summary>
    public const string Terminator = "aws4_request";

    /// <inheritdoc/>
    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}

/// <summary>What of a request is signed.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path as sent, without the query.</param>
/// <param name="Query">Query as sent, without the question mark.</param>
/// <param name="Headers">Signed headers: names in lower case, in ordinal order; several values joined by commas.</param>
/// <param name="PayloadHash">SHA-256 of the body in lower-case hexadecimal digits.</param>
internal readonly record struct CanonicalRequest(string Method, string Path, string Query, IReadOnlyList<(string Name, string Value)> Headers, string PayloadHash);
