using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;
using static Bartizan.Guard.Spans.CharSet;

namespace Bartizan.Guard.Secrets;

/// <summary>The credentials that are known by their prefix, from the issuers' documentation of their formats.</summary>
internal static partial class SecretRules
{
    private static readonly CharSet DottedToken = Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");
    private static readonly CharSet UpperBase32 = Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    private static readonly CharSet HexAndHyphen = Of("abcdefABCDEF0123456789-");
    private static readonly CharSet WordAndDollar = Of("abcdefghijklmnopqrstuvwxyz0123456789_$");
    private static readonly CharSet Bech32Upper = Of("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L");

    public static IReadOnlyList<SecretRule> All { get; } =
    [
        .. Aws(), .. GitHub(), .. GitLab(), .. Slack(), .. Google(), .. Models(), .. Payments(), .. Packages(), .. Platforms(), .. Observability(), .. Commerce(), .. Keys(), .. Webhooks(),
    ];

    private static SecretRule Rule(string name, string prefix, CharSet body, int min, int max, string what) =>
        new($"secret.{name}", prefix, body, min, max, $"Has the form of {what}.");

    private static SecretRule Fixed(string name, string prefix, CharSet body, int length, string what) => Rule(name, prefix, body, length, length, what);

    // These may happen to hold no digit; their entropy still tells them from words.
    private static SecretRule Lettered(string name, string prefix, int min, int max, string what) =>
        new($"secret.{name}", prefix, Alphanumeric, min, max, $"Has the form of {what}.") { NeedsDigit = false, MinEntropy = 3.2 };

    private static IEnumerable<SecretRule> Aws()
    {
        foreach (var prefix in (string[])["AKIA", "ASIA", "ABIA", "ACCA", "A3T"])
        {
            var length = 20 - prefix.Length;
            yield return new SecretRule("secret.aws-access-key", prefix, prefix == "A3T" ? UpperAlphanumeric : UpperBase32, length, length, "Has the form of an AWS access key id.") { NeedsDigit = false };
        }

        yield return Rule("aws-mws-key", "amzn.mws.", Of("abcdefghijklmnopqrstuvwxyz0123456789-"), 36, 36, "an Amazon Marketplace token");
        yield return Rule("aws-bedrock-key", "bedrock-api-key-", DottedBase64, 20, 4096, "a short-lived Amazon Bedrock API key");
        yield return Rule("aws-bedrock-key", "ABSK", Base64, 109, 269, "a long-lived Amazon Bedrock API key");
    }

    private static IEnumerable<SecretRule> GitHub()
    {
        foreach (var prefix in (string[])["ghp_", "gho_", "ghu_", "ghs_", "ghr_"])
        {
            yield return new SecretRule("secret.github-token", prefix, Alphanumeric, 36, 36, "Has the form of a GitHub token.") { Check = ChecksummedTokens.Score };
        }

        yield return Rule("github-token", "github_pat_", Word, 40, 255, "a fine-grained GitHub token");
    }

    private static IEnumerable<SecretRule> GitLab()
    {
        foreach (var prefix in (string[])["glpat-", "gldt-", "glrt-", "glft-", "glimt-", "glsoat-", "glagent-", "glcbt-", "gloas-", "glptt-", "glffct-", "glwt-", "glrtr-"])
        {
            yield return new SecretRule("secret.gitlab-token", prefix, DottedToken, 20, 300, "Has the form of a GitLab token.") { NeedsDigit = false, MinEntropy = 3 };
        }

        yield return Rule("gitlab-token", "GR1348941", Base64Url, 20, 20, "a GitLab runner registration token");
    }

    private static IEnumerable<SecretRule> Slack()
    {
        foreach (var prefix in (string[])["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxe-", "xapp-", "xoxc-", "xoxd-", "xwfp-"])
        {
            yield return new SecretRule("secret.slack-token", prefix, Base64Url, 8, 400, "Has the form of a Slack token.") { MinEntropy = 2, NeedsDigit = false };
        }

        // A rotated token names its kind behind one more character.
        yield return new SecretRule("secret.slack-token", "xoxe", DottedToken, 40, 400, "Has the form of a Slack token.") { Check = static t => t[5..].StartsWith("xox") ? 0.95 : 0 };
        foreach (var path in (string[])["services", "workflows", "triggers"])
        {
            yield return new SecretRule("secret.slack-webhook", $"hooks.slack.com/{path}/", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/"), 36, 120, "Has the form of a Slack webhook's address: who has it can post.")
            {
                Check = SlackWebhook,
            };
        }
    }

    // Workspace, then one or two ids, then the part that is secret.
    private static double SlackWebhook(ReadOnlySpan<char> address)
    {
        var last = address[(address.LastIndexOf('/') + 1)..];
        var path = address[("hooks.slack.com/".Length)..];
        path = path[(path.IndexOf('/') + 1)..];
        return path.Count('/') is 2 or 3 && path[0] is 'T' or 'E' && last.Length >= 18 && Entropy.BitsPerCharacter(last) >= 3 ? 0.95 : 0;
    }

    private static IEnumerable<SecretRule> Google() =>
    [
        Fixed("google-api-key", "AIza", Base64Url, 35, "a Google API key"),
        Rule("google-oauth", "ya29.", Base64Url, 30, 2048, "a Google OAuth access token"),
        Fixed("google-oauth", "GOCSPX-", Base64Url, 28, "a Google OAuth client secret"),
    ];

    private static IEnumerable<SecretRule> Models()
    {
        yield return Rule("anthropic-key", "sk-ant-", Base64Url, 32, 200, "an Anthropic API key");
        foreach (var prefix in (string[])["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"])
        {
            yield return Rule("openai-key", prefix, Base64Url, 32, 300, "an OpenAI API key");
        }

        yield return Rule("openai-key", "sk-or-v1-", LowerHex, 64, 64, "an OpenRouter API key");
        yield return Rule("openai-key", "sk-", Alphanumeric, 32, 64, "an OpenAI API key");
        yield return Lettered("huggingface-token", "hf_", 30, 40, "a Hugging Face token");
        yield return Lettered("huggingface-token", "api_org_", 34, 34, "a Hugging Face organisation token");
        yield return Rule("model-key", "gsk_", Alphanumeric, 40, 60, "a Groq API key");
        yield return Rule("model-key", "xai-", Alphanumeric, 70, 90, "an xAI API key");
        yield return Rule("model-key", "pplx-", Alphanumeric, 40, 60, "a Perplexity API key");
        yield return Rule("model-key", "tgp_v1_", Base64Url, 40, 50, "a Together AI API key");
        yield return Rule("model-key", "llx-", Base64Url, 40, 60, "a LlamaCloud API key");
        yield return Rule("model-key", "tvly-", Base64Url, 28, 60, "a Tavily API key");
        yield return Rule("model-key", "r8_", Alphanumeric, 37, 37, "a Replicate API token");
        yield return Rule("model-key", "fw_", Alphanumeric, 22, 24, "a Fireworks AI API key");
        yield return Rule("model-key", "lsv2_pt_", Of("abcdef0123456789_"), 43, 43, "a LangSmith API key");
        yield return Rule("model-key", "jina_", Base64Url, 60, 60, "a Jina API key");
    }

    private static IEnumerable<SecretRule> Payments()
    {
        foreach (var kind in (string[])["sk", "rk"])
        {
            foreach (var mode in (string[])["live", "test", "prod"])
            {
                yield return new SecretRule("secret.stripe-key", $"{kind}_{mode}_", Alphanumeric, 10, 150, "Has the form of a Stripe API key.") { NeedsDigit = false, MinEntropy = 2.8 };
            }
        }

        yield return Rule("stripe-key", "whsec_", Alphanumeric, 32, 64, "a Stripe webhook secret");
        yield return Rule("square-token", "sq0atp-", Base64Url, 22, 22, "a Square access token");
        yield return Rule("square-token", "sq0csp-", Base64Url, 43, 43, "a Square application secret");
        yield return Rule("square-token", "EAAA", Base64Url, 60, 60, "a Square access token");
        yield return Rule("flutterwave-key", "FLWSECK_TEST-", Alphanumeric, 12, 40, "a Flutterwave key");
        yield return Rule("flutterwave-key", "FLWPUBK_TEST-", Base64Url, 32, 40, "a Flutterwave key");
        yield return Rule("flutterwave-key", "FLWSECK-", Base64Url, 32, 60, "a Flutterwave key");
    }

    private static IEnumerable<SecretRule> Packages() =>
    [
        new("secret.npm-token", "npm_", Alphanumeric, 36, 36, "Has the form of an npm token.") { Check = ChecksummedTokens.Score },
        Rule("pypi-token", "pypi-", Base64Url, 50, 400, "a PyPI token"),
        Fixed("rubygems-key", "rubygems_", LowerHex, 48, "a RubyGems API key"),
        Fixed("clojars-token", "CLOJARS_", LowerAlphanumeric, 60, "a Clojars token"),
        Rule("docker-token", "SWMTKN-1-", Base64Url, 60, 90, "a Docker Swarm join token"),
        Rule("docker-token", "SWMKEY-1-", Base64, 40, 60, "a Docker Swarm unlock key"),
        Rule("docker-token", "dckr_pat_", Base64Url, 27, 27, "a Docker access token"),
        Rule("docker-token", "dckr_oat_", Base64Url, 27, 40, "a Docker organisation token"),
        Rule("nuget-key", "oy2", LowerAlphanumeric, 43, 43, "a NuGet API key"),
        Rule("jfrog-token", "AKCp", Alphanumeric, 64, 76, "a JFrog API key"),
        Rule("jfrog-token", "cmVmdGtu", Alphanumeric, 56, 56, "a JFrog reference token"),
    ];

    private static IEnumerable<SecretRule> Platforms() =>
    [
        Fixed("digitalocean-token", "dop_v1_", LowerHex, 64, "a DigitalOcean token"),
        Fixed("digitalocean-token", "doo_v1_", LowerHex, 64, "a DigitalOcean token"),
        Fixed("digitalocean-token", "dor_v1_", LowerHex, 64, "a DigitalOcean token"),
        Rule("databricks-token", "dapi", LowerHex, 32, 34, "a Databricks token"),
        Rule("hashicorp-token", "hvs.", Base64Url, 24, 300, "a HashiCorp Vault token"),
        Rule("hashicorp-token", "hvb.", Base64Url, 100, 400, "a HashiCorp Vault batch token"),
        Rule("hashicorp-token", "hvr.", Base64Url, 24, 300, "a HashiCorp Vault recovery token"),
        Rule("pulumi-token", "pul-", LowerHex, 40, 40, "a Pulumi token"),
        Rule("heroku-key", "HRKU-", Base64Url, 36, 64, "a Heroku API key"),
        Rule("flyio-token", "fm1a_", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="), 100, 1000, "a Fly.io token"),
        Rule("flyio-token", "fm1r_", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="), 100, 1000, "a Fly.io token"),
        Rule("flyio-token", "fm2_", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="), 100, 1000, "a Fly.io token"),
        Fixed("flyio-token", "fo1_", Base64Url, 43, "a Fly.io token"),
        Rule("alibaba-key", "LTAI", Alphanumeric, 12, 26, "an Alibaba Cloud access key id"),
        Rule("yandex-key", "AQVN", Base64Url, 35, 38, "a Yandex Cloud API key"),
        Fixed("yandex-key", "YCAJE", Base64Url, 20, "a Yandex Cloud access key"),
        Rule("yandex-key", "YC", Base64Url, 38, 38, "a Yandex Cloud secret key"),
        Rule("supabase-key", "sbp_", Of("abcdef0123456789_v"), 40, 44, "a Supabase token"),
        Rule("planetscale-token", "pscale_tkn_", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.="), 32, 64, "a PlanetScale token"),
        Rule("planetscale-token", "pscale_pw_", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.="), 32, 64, "a PlanetScale password"),
        Rule("planetscale-token", "pscale_oauth_", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.="), 32, 64, "a PlanetScale token"),
        Rule("cloudflare-key", "v1.0-", HexAndHyphen, 171, 171, "a Cloudflare origin CA key"),
        Rule("onepassword-key", "A3-", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"), 30, 40, "a 1Password secret key"),
        Rule("nats-seed", "SU", UpperBase32, 56, 56, "a NATS user's seed"),
        Rule("nats-seed", "SA", UpperBase32, 56, 56, "a NATS account's seed"),
        Rule("nats-seed", "SO", UpperBase32, 56, 56, "a NATS operator's seed"),
        Rule("windows-credential", "TlRMTVNTUAAD", Base64, 80, 4096, "an NTLM response"),
        Fixed("clickhouse-key", "4b1d", Alphanumeric, 38, "a ClickHouse Cloud secret key"),
        Rule("prefect-key", "pnu_", Alphanumeric, 36, 36, "a Prefect API token"),
        Rule("age-key", "AGE-SECRET-KEY-1", Bech32Upper, 58, 58, "an age secret key"),
        Rule("onepassword-token", "ops_eyJ", Base64, 200, 4096, "a 1Password service account token"),
        Rule("doppler-token", "dp.pt.", Alphanumeric, 40, 44, "a Doppler token"),
        Rule("doppler-token", "dp.st.", DottedBase64, 40, 80, "a Doppler token"),
        Rule("harness-key", "pat.", DottedBase64, 60, 80, "a Harness API key"),
        Rule("harness-key", "sat.", DottedBase64, 60, 80, "a Harness API key"),
        Rule("scalingo-token", "tk-us-", Base64Url, 48, 48, "a Scalingo token"),
        Rule("octopus-key", "API-", UpperAlphanumeric, 25, 30, "an Octopus Deploy API key"),
        Rule("duffel-token", "duffel_", Base64Url, 47, 50, "a Duffel token"),
        Rule("infracost-key", "ico-", Alphanumeric, 32, 32, "an Infracost token"),
        Rule("adobe-secret", "p8e-", Alphanumeric, 32, 32, "an Adobe client secret"),
    ];

    private static IEnumerable<SecretRule> Observability() =>
    [
        Rule("grafana-token", "glsa_", Word, 41, 41, "a Grafana service account token"),
        Rule("grafana-token", "eyJrIjoi", DottedBase64, 60, 400, "a Grafana API key"),
        Rule("grafana-token", "glc_", DottedBase64, 32, 400, "a Grafana Cloud token"),
        Rule("sentry-token", "sntryu_", LowerHex, 64, 64, "a Sentry user token"),
        Rule("sentry-token", "sntrys_eyJ", DottedBase64, 60, 500, "a Sentry organisation token"),
        Rule("newrelic-key", "NRAK-", Alphanumeric, 27, 27, "a New Relic API key"),
        Rule("newrelic-key", "NRJS-", LowerHex, 19, 19, "a New Relic browser key"),
        Rule("newrelic-key", "NRBR-", LowerHex, 20, 20, "a New Relic browser key"),
        Rule("newrelic-key", "NRII-", Base64Url, 24, 36, "a New Relic insert key"),
        Rule("sonar-token", "squ_", LowerHex, 40, 40, "a SonarQube token"),
        Rule("sonar-token", "sqp_", LowerHex, 40, 40, "a SonarQube token"),
        Rule("sonar-token", "sqa_", LowerHex, 40, 40, "a SonarQube token"),
        Rule("sourcegraph-token", "sgp_", Word, 40, 64, "a Sourcegraph token"),
        Rule("dynatrace-token", "dt0c01.", DottedBase64, 80, 100, "a Dynatrace token"),
        Rule("dynatrace-token", "dt0s01.", DottedBase64, 80, 100, "a Dynatrace token"),
    ];

    private static IEnumerable<SecretRule> Commerce() =>
    [
        Rule("sendgrid-key", "SG.", DottedToken, 60, 70, "a SendGrid API key"),
        Fixed("twilio-key", "SK", Hex, 32, "a Twilio API key"),
        Fixed("mailgun-key", "key-", LowerHex, 32, "a Mailgun API key"),
        Fixed("mailgun-key", "pubkey-", LowerHex, 32, "a Mailgun public validation key"),
        Rule("plaid-token", "access-sandbox-", HexAndHyphen, 36, 36, "a Plaid access token"),
        Rule("plaid-token", "access-development-", HexAndHyphen, 36, 36, "a Plaid access token"),
        Rule("plaid-token", "access-production-", HexAndHyphen, 36, 36, "a Plaid access token"),
        Rule("paypal-token", "access_token$production$", WordAndDollar, 40, 60, "a Braintree access token"),
        Rule("paypal-token", "access_token$sandbox$", WordAndDollar, 40, 60, "a Braintree access token"),
        new("secret.salesforce-token", "00D", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!._"), 80, 140, "Has the form of a Salesforce session id.") { Check = static t => t[^40..] .Contains('!') || t.Count('!') != 1 ? 0 : 0.95 },
        Rule("brevo-key", "xkeysib-", Base64Url, 70, 90, "a Brevo API token"),
        Rule("postman-key", "PMAT-", UpperAlphanumeric, 26, 26, "a Postman collection token"),
        Rule("postman-key", "PMAK-", Base64Url, 59, 59, "a Postman API key"),
        Rule("shopify-token", "shpat_", Hex, 32, 32, "a Shopify token"),
        Rule("shopify-token", "shpca_", Hex, 32, 32, "a Shopify token"),
        Rule("shopify-token", "shppa_", Hex, 32, 32, "a Shopify token"),
        Rule("shopify-token", "shpss_", Hex, 32, 32, "a Shopify shared secret"),
        Rule("shippo-token", "shippo_live_", Hex, 40, 40, "a Shippo token"),
        Rule("shippo-token", "shippo_test_", Hex, 40, 40, "a Shippo token"),
        Rule("easypost-token", "EZAK", Alphanumeric, 54, 54, "an EasyPost token"),
        Rule("easypost-token", "EZTK", Alphanumeric, 54, 54, "an EasyPost token"),
        Rule("airtable-token", "pat", Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789."), 79, 79, "an Airtable token"),
        Rule("notion-token", "ntn_", Alphanumeric, 46, 46, "a Notion token"),
        Rule("notion-token", "secret_", Alphanumeric, 43, 43, "a Notion token"),
        Rule("linear-key", "lin_oauth_", Alphanumeric, 40, 64, "a Linear OAuth token"),
        Rule("linear-key", "lin_api_", Alphanumeric, 40, 40, "a Linear API key"),
        Rule("frameio-token", "fio-u-", Base64Url, 64, 64, "a Frame.io token"),
        Rule("typeform-token", "tfp_", DottedBase64, 59, 59, "a Typeform token"),
        Rule("atlassian-token", "ATATT3", DottedBase64, 100, 250, "an Atlassian API token"),
        Rule("atlassian-token", "ATBB", Alphanumeric, 28, 36, "a Bitbucket app password"),
        Rule("atlassian-token", "BBDC-", Base64, 40, 50, "a Bitbucket access token"),
        Rule("facebook-token", "EAACE", Alphanumeric, 60, 300, "a Facebook access token"),
        Rule("facebook-token", "EAAC", Alphanumeric, 80, 300, "a Facebook access token"),
        Rule("facebook-token", "EAAM", Alphanumeric, 80, 300, "a Facebook access token"),
        Rule("instagram-token", "IGQV", Base64Url, 100, 300, "an Instagram access token"),
        Rule("dropbox-token", "sl.", Base64Url, 130, 1200, "a Dropbox token"),
        Rule("readme-key", "rdme_", LowerAlphanumeric, 70, 70, "a ReadMe API key"),
        Rule("settlemint-token", "sm_aat_", Alphanumeric, 16, 16, "a SettleMint token"),
        Rule("settlemint-token", "sm_pat_", Alphanumeric, 16, 16, "a SettleMint token"),
        Rule("settlemint-token", "sm_sat_", Alphanumeric, 16, 16, "a SettleMint token"),
        Rule("authress-key", "scauth_", DottedBase64, 50, 200, "an Authress access key"),
        Rule("authress-key", "authress_", DottedBase64, 50, 200, "an Authress access key"),
        Rule("authress-key", "sc_", DottedToken, 50, 200, "an Authress access key"),
        Rule("wundergraph-key", "cosmo_", LowerHex, 32, 32, "a WunderGraph API key"),
        Rule("endorlabs-key", "endr+", Base64Url, 16, 64, "an Endor Labs API key"),
        Rule("authress-key", "ext_", DottedBase64, 50, 200, "an Authress access key"),
        Rule("intra42-secret", "s-s4t2af-", LowerHex, 64, 64, "an Intra 42 client secret"),
        Rule("intra42-secret", "s-s4t2ud-", LowerHex, 64, 64, "an Intra 42 client secret"),
        Rule("defined-networking-token", "dnkey-", Base64Url, 79, 79, "a Defined Networking token"),
    ];
}
