using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Accounts;

/// <summary>What another authorization server answered: tokens, a refusal for good, or nothing that could be used.</summary>
/// <param name="Tokens">The tokens; null when there are none.</param>
/// <param name="Refused">Whether it said that what was shown counts no longer, so that asking again is in vain.</param>
/// <param name="Unknown">Whether it said that it knows no such client.</param>
internal readonly record struct OutsideAnswer(GivenTokens? Tokens, bool Refused = false, bool Unknown = false)
{
    private const int LongestToken = 16_384;
    private const int LongestScopes = 4_096;
    private const double LongestLife = 10 * 365 * 86_400d;

    /// <summary>Nothing that could be used.</summary>
    public static OutsideAnswer Nothing { get; } = new(null);

    /// <summary>Reads a token endpoint's answer (RFC 6749 sections 5.1 and 5.2).</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="json">The body.</param>
    /// <param name="now">What time it is.</param>
    /// <param name="refresh">The refresh token that was shown, which stays where no other is given (section 6).</param>
    /// <param name="key">The key of which a proof went along; null for none.</param>
    /// <param name="mustBind">Whether a token that is not bound to the key is not taken.</param>
    public static OutsideAnswer Read(int status, ReadOnlyMemory<byte> json, DateTimeOffset now, string? refresh, byte[]? key = null, bool mustBind = false)
    {
        if (StrictJson.Object(json.Span) is not { } root)
        {
            return Nothing;
        }

        if (status != 200)
        {
            var error = status is 400 or 401 ? root.Text("error") : null;
            return new(null, Refused: error == "invalid_grant", Unknown: error == "invalid_client");
        }

        // RFC 9449 section 5: the kind says whether it is bound. One that is bound to what we do not have is of no use.
        var bound = string.Equals(root.Text("token_type"), ProofKey.TokenType, StringComparison.OrdinalIgnoreCase);
        if (!IsToken(root, "access_token", out var access)
            || (bound ? key is null : mustBind || !string.Equals(root.Text("token_type"), "Bearer", StringComparison.OrdinalIgnoreCase)))
        {
            return Nothing;
        }

        DateTimeOffset? ends = root.TryGetProperty("expires_in", out var life) && life.ValueKind == JsonValueKind.Number && life.TryGetDouble(out var seconds)
            ? now.AddSeconds(Math.Clamp(seconds, 0, LongestLife))
            : null;
        var scopes = root.Text("scope", LongestScopes) ?? "";
        return new(new GivenTokens(access, IsToken(root, "refresh_token", out var other) ? other : refresh, ends, scopes, bound ? key : null));
    }

    // What no header could carry is no token.
    private static bool IsToken(JsonElement root, string name, [NotNullWhen(true)] out string? token)
    {
        token = root.Text(name, LongestToken) is { } text && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? text : null;
        return token is not null;
    }
}
