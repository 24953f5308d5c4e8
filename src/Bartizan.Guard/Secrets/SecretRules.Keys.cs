using static Bartizan.Guard.Spans.CharSet;

namespace Bartizan.Guard.Secrets;

internal static partial class SecretRules
{
    // What private keys begin with in base64: DER's sequence and version, or the header of a PEM file.
    private static IEnumerable<SecretRule> Keys()
    {
        foreach (var prefix in (string[])["MHcCAQEEI", "MIGHAgEAMBMGByqGSM49", "MIGkAgEBBDA", "MIG2AgEAMBAGByqGSM49", "MC4CAQAwBQYDK2Vw", "b3BlbnNzaC1rZXktdjE"])
        {
            yield return new SecretRule("secret.private-key", prefix, DottedBase64, 24, 4096, "Base64 of a private key.");
        }

        yield return new SecretRule("secret.private-key", "MII", DottedBase64, 48, 8000, "Base64 of a private key.") { Check = static t => t[6..9] is "IBA" ? 0.95 : 0 };
        foreach (var prefix in (string[])["LS0tLS1CRUdJTiBQUklWQVRF", "LS0tLS1CRUdJTiBSU0EgUFJJVkFUR", "LS0tLS1CRUdJTiBFQyBQUklWQVRF", "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg", "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFUR"])
        {
            yield return new SecretRule("secret.private-key", prefix, DottedBase64, 24, 8000, "Base64 of a private key's file.");
        }
    }

    // Who has such an address can post.
    private static IEnumerable<SecretRule> Webhooks()
    {
        var path = Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/@.");
        foreach (var host in (string[])["discord.com", "discordapp.com"])
        {
            yield return new SecretRule("secret.discord-webhook", $"{host}/api/webhooks/", path, 80, 110, "Has the form of a Discord webhook's address: who has it can post.");
        }

        yield return new SecretRule("secret.teams-webhook", "webhook.office.com/webhookb2/", path, 100, 220, "Has the form of a Teams webhook's address: who has it can post.");
    }
}
