using System.Globalization;
using Bartizan.Guard.Personal;
using Bartizan.Guard.Secrets;

namespace Bartizan.Guard;

/// <summary>One kind of data that the guard finds by exact spans.</summary>
/// <param name="Label">Label of its findings.</param>
/// <param name="What">What it is, and what of it is checked.</param>
/// <param name="Needs">What must stand beside it.</param>
/// <param name="Confidence">Scores it is reported with.</param>
public sealed record EntityDescription(string Label, string What, string Needs, string Confidence);

/// <summary>Every kind of personal data and secret that the span detectors find, built from the tables they work by; <c>docs/entities.md</c> is this list.</summary>
public static class EntityCatalogue
{
    private const string Nothing = "nothing";

    /// <summary>All kinds, by label.</summary>
    public static IReadOnlyList<EntityDescription> All { get; } =
        [.. Written().Concat(Numbers()).Concat(Issued()).GroupBy(e => e.Label, StringComparer.Ordinal).Select(group => group.First()).OrderBy(e => e.Label, StringComparer.Ordinal)];

    private static IEnumerable<EntityDescription> Numbers() => PlainNumberKinds.All.Concat(LetteredNumberKinds.All).GroupBy(kind => kind.Kind.Label, StringComparer.Ordinal).Select(group =>
    {
        var alone = group.Any(kind => kind.Alone > 0);
        var laidOut = group.Any(kind => kind.Layout.Length > 0 && kind.LaidOut > 0);
        var scores = group.SelectMany(kind => new[] { kind.Words is null ? 0 : kind.Named, kind.Alone, kind.Layout.Length > 0 ? kind.LaidOut : 0 }).Where(score => score > 0).ToList();
        return new EntityDescription(
            group.Key,
            group.First().Kind.Reason,
            alone ? Nothing : laidOut ? "a word, or its layout" : "a word",
            Range(scores.Min(), scores.Max()));
    });

    private static IEnumerable<EntityDescription> Issued() =>
        SecretRules.All.Select(rule => new EntityDescription(rule.Kind.Label, rule.Kind.Reason, Nothing, rule.Kind.Label is "secret.github-token" or "secret.npm-token" ? Range(0.85, 0.99) : Range(0.95, 0.95)));

    private static IEnumerable<EntityDescription> Written() =>
    [
        new("pii.email", "An e-mail address.", Nothing, "0.95"),
        new("pii.phone", "A phone number: international, North American, or national with a leading zero.", "its layout, or a word", "0.7–0.9"),
        new("pii.payment-card", "A payment card number: issuer range and Luhn check digit hold.", "nothing; beyond the ranges a word", "0.9–0.98"),
        new("pii.iban", "An IBAN: country, length and check digits hold.", Nothing, "0.97"),
        new("pii.bank-account", "A number beside words that say it is a bank account's.", "a word", "0.6"),
        new("pii.date-of-birth", "A date beside words that say it is one of birth.", "a word", "0.85"),
        new("pii.passport", "A document number beside words that say it is a passport's.", "a word", "0.7–0.8"),
        new("pii.uk-nhs", "An NHS number: modulus 11 holds.", "a word, or its layout", "0.7–0.95"),
        new("pii.fi-hetu", "A Finnish identity code: the check character holds.", Nothing, "0.9"),
        new("pii.ip-address", "An IP address of version 4 or 6, but not loopback or a version number.", Nothing, "0.85–0.9"),
        new("pii.mac-address", "A hardware (MAC) address.", Nothing, "0.9"),
        new("pii.btc-address", "A Bitcoin address: the checksum holds.", Nothing, "0.97"),
        new("pii.eth-address", "An Ethereum address.", Nothing, "0.8"),
        new("pii.person", "A person's name.", "a title, a cue, a form's field, or a known given name with a family name", "0.5–0.85"),
        new("pii.address", "A postal address: a street with a house number, a flat, a post-office box, and what follows.", "a word for a street or flat", "0.6–0.75"),
        new("pii.location", "A place where somebody lives or comes from.", "words that say so", "0.5–0.6"),
        new("pii.postcode", "A postcode.", "a word", "0.8–0.85"),
        new("secret.generic", "A random-looking value or password behind a name that says it is a secret; the first lines of a key without its header.", "a name", "0.5–0.9"),
        new("secret.aws-secret-key", "40 random-looking characters beside words that speak of an AWS secret key.", "a word", "0.9"),
        new("secret.private-key", "A private key: PEM, OpenPGP or OpenSSH, or base64 of one.", Nothing, "0.95–0.99"),
        new("secret.jwt", "A JSON Web Token whose header can be read.", Nothing, "0.98"),
        new("secret.url-password", "A password in an address.", Nothing, "0.8"),
        new("secret.telegram-token", "A Telegram bot token.", Nothing, "0.95"),
        new("secret.openshift-token", "An OpenShift user token.", Nothing, "0.95"),
        new("secret.azure-secret", "An Azure storage key in a connection string, or a Microsoft Entra client secret.", Nothing, "0.95"),
        new("secret.facebook-token", "A Facebook access token.", Nothing, "0.95"),
        new("secret.maxmind-key", "A MaxMind licence key.", Nothing, "0.95"),
        new("secret.mailchimp-key", "A Mailchimp API key.", Nothing, "0.95"),
        new("secret.discord-token", "A Discord bot token: it begins with the bot's number.", Nothing, "0.95"),
    ];

    private static string Range(double low, double high) =>
        low == high ? low.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{low}–{high}");
}
