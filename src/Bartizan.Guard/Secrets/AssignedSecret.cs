using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Secrets;

/// <summary>
/// A random-looking value assigned to a name that says it is a secret: <c>aws_secret_access_key = …</c>, <c>"apiToken": "…"</c>.
/// Looks back only, at most <see cref="Reach"/> characters.
/// </summary>
internal static class AssignedSecret
{
    public static readonly HitKind Generic = new("secret.generic", "secrets", "A random-looking value assigned to a name that says it is a secret.");
    public static readonly HitKind AwsSecretKey = new("secret.aws-secret-key", "secrets", "40 random-looking characters beside words that speak of an AWS secret key.");

    private const int Reach = 64;

    private static readonly string[] Names =
    [
        "secret", "token", "passwd", "password", "passphrase", "pwd", "apikey", "api_key", "api-key", "api key", "access_key", "accesskey", "access-key", "auth",
        "credential", "creds", "private_key", "privatekey", "client_id", "signing_key", "encryption_key", "license_key", "bearer",
    ];

    // Services whose keys have no prefix of their own: their name before a random value says enough.
    private static readonly string[] Services =
    [
        "adobe", "adafruit", "alibaba", "airtable", "algolia", "artifactory", "asana", "atlassian", "beamer", "bitbucket", "bittrex", "circleci", "cloudflare", "codecov", "cisco", "coinbase", "cohere", "confluence",
        "confluent", "contentful", "datadog", "discord", "droneci", "dropbox", "bintray", "etsy", "facebook", "fastly", "figma", "finicity", "finnhub", "flickr", "freshbooks", "freshdesk",
        "gitter", "gocardless", "heroku", "hubspot", "intercom", "jfrog", "jira", "kraken", "kucoin", "launchdarkly", "linear", "linkedin", "linked_in", "linked-in", "lob", "looker", "mailchimp",
        "mailgun", "mapbox", "maxmind", "mattermost", "meraki", "messagebird", "message_bird", "message-bird", "netlify", "new-relic", "new_relic", "newrelic", "newyorktimes", "new-york-times",
        "nytimes", "okta", "opsgenie", "pagerduty", "perplexity", "plaid", "private_ai", "private-ai", "privateai", "rapidapi", "salesforce", "sentry", "sendbird", "snyk", "sonar", "squarespace", "sumo",
        "telegr", "travis", "trello", "twitch", "twitter", "vercel", "xray", "yandex", "zendesk", "zoom",
    ];

    // Their applications' ids are long numbers.
    private static readonly string[] NumberedClients = ["discord", "asana"];

    private static readonly string[] AwsNames = ["aws", "secretaccesskey", "secret_access_key", "secret access key", "secret_key"];

    /// <summary>The kind of secret that <paramref name="token"/>, which starts at <paramref name="start"/>, is; or null.</summary>
    public static HitKind? Recognise(ref SpanText text, int start, ReadOnlySpan<char> token, out double score)
    {
        score = 0;
        var before = text.Chars[Math.Max(0, start - Reach)..start];
        if (IsSumoAccessId(token) && IsAssigned(before, out var service) && service.Contains("sumo", StringComparison.OrdinalIgnoreCase))
        {
            score = 0.6;
            return Generic;
        }

        if (token.Length is < 12 or > 256 || !token.ContainsAnyInRange('0', '9'))
        {
            return null;
        }

        if (token.Length == 40 && CharSet.Base64.ContainsAll(token) && !CharSet.LowerHex.ContainsAll(token) && Entropy.BitsPerCharacter(token) > 4.2 && ContainsAny(before, AwsNames))
        {
            score = 0.9;
            return AwsSecretKey;
        }

        if (token.Length is >= 16 and <= 19 && IsAssigned(before, out var client) && token.IndexOfAnyExceptInRange('0', '9') < 0 && ContainsAny(client, NumberedClients))
        {
            score = 0.5;
            return Generic;
        }

        if (!Placeholders.IsSequence(token) && (IsTwitterToken(token) || IsIssued(token)) && IsAssigned(before, out var issuer) && ContainsAny(issuer, Services))
        {
            score = 0.6;
            return Generic;
        }

        if (!LooksRandom(token) || Placeholders.IsSequence(token) || !IsAssigned(before, out var name) || name.Contains("secretsid", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        score = ContainsAny(name, Names) ? 0.7
            : token.Length >= 14 && token[0] != '/' && ContainsAny(name, Services) ? 0.6
            : IsDense(token) && EndsInKey(name) ? 0.6
            : 0;
        return score > 0 ? Generic : null;
    }

    /// <summary>A Sumo Logic access id: <c>su</c> and twelve letters and digits, which need hold no digit.</summary>
    private static bool IsSumoAccessId(ReadOnlySpan<char> token) =>
        token.Length == 14 && token.StartsWith("su") && CharSet.Alphanumeric.ContainsAll(token) && token.ContainsAnyInRange('A', 'Z') && Entropy.BitsPerCharacter(token) >= 3;

    /// <summary>A Twitter access token: the account's number, a hyphen and at least twenty letters and digits.</summary>
    private static bool IsTwitterToken(ReadOnlySpan<char> token) =>
        token.IndexOf('-') is >= 15 and <= 25 and var hyphen && token[..hyphen].IndexOfAnyExceptInRange('0', '9') < 0
        && token.Length - hyphen is > 20 and <= 41 && CharSet.Alphanumeric.ContainsAll(token[(hyphen + 1)..]);

    /// <summary>Letters and digits in turn: enough where a service's name stands before them, though a chance key holds few digits.</summary>
    private static bool IsIssued(ReadOnlySpan<char> token)
    {
        var changes = 0;
        for (var i = 1; i < token.Length; i++)
        {
            changes += char.IsAsciiDigit(token[i]) != char.IsAsciiDigit(token[i - 1]) ? 1 : 0;
        }

        return token.Length is >= 14 and <= 64 && changes >= 3 && CharSet.Alphanumeric.ContainsAll(token) && Entropy.BitsPerCharacter(token) >= 2.75;
    }

    /// <summary>Whether the last word of the name is one that also names harmless things: <c>ANY_key</c>, <c>myApi</c>, <c>salt</c>.</summary>
    private static bool EndsInKey(ReadOnlySpan<char> name) => EndsWithAny(name.TrimEnd(" _"), "key", "api", "salt", "nonce", "pass", "signature", "api_s", "session");

    /// <summary>Whether a value is random beyond doubt: letters of both cases and digits, throughout.</summary>
    private static bool IsDense(ReadOnlySpan<char> token) =>
        token.Length >= 16 && token.ContainsAnyInRange('A', 'Z') && token.ContainsAnyInRange('a', 'z') && CharSet.Base64.ContainsAll(token) && !token.Contains('/') && Entropy.BitsPerCharacter(token) >= 3.6;

    private static bool ContainsAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWithAny(ReadOnlySpan<char> text, params ReadOnlySpan<string> ends)
    {
        foreach (var end in ends)
        {
            if (text.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Splits <c>name = "</c> off the end of <paramref name="before"/>.</summary>
    private static bool IsAssigned(ReadOnlySpan<char> before, out ReadOnlySpan<char> name)
    {
        var value = before.TrimEnd("\"'`");
        var operand = value.TrimEnd(" \t");
        var sign = operand.TrimEnd(":=>,(|?");
        name = sign.TrimEnd(" \t\"'`");
        if (sign.Length == operand.Length)
        {
            // "Authorization: Bearer x", "set TOKEN to x", "the token is x" have no sign between word and value.
            name = operand.Length > 24 ? operand[^24..] : operand;
            return operand.Length < value.Length && EndsWithAny(operand, "bearer", "basic", "token", " to", " is", "secret", "password", "key");
        }

        var start = name.Length;
        while (start > 0 && (CharSet.Base64Url.Contains(name[start - 1]) || name[start - 1] is '.' or ' ' or ',') && name.Length - start < 32)
        {
            start--;
        }

        name = name[start..];
        return name.Length > 2;
    }

    /// <summary>Digits, letters and no word or path: real keys are, identifiers and versions are not.</summary>
    private static bool LooksRandom(ReadOnlySpan<char> token)
    {
        var digits = 0;
        var letters = 0;
        var changes = 0;
        var separators = 0;
        for (var i = 0; i < token.Length; i++)
        {
            var c = token[i];
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            letters += char.IsAsciiLetter(c) ? 1 : 0;
            separators += c is '.' or '/' or '-' or '_' ? 1 : 0;
            changes += i > 0 && char.IsAsciiDigit(c) != char.IsAsciiDigit(token[i - 1]) ? 1 : 0;
        }

        return digits >= 2 && letters >= 3 && changes >= 4 && separators * 6 <= token.Length && Entropy.BitsPerCharacter(token) >= 3.0;
    }
}
