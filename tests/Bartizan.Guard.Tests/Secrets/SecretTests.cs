namespace Bartizan.Guard.Tests.Secrets;

public class SecretTests
{
    private const string Hex = "0123456789abcdef";

    public static TheoryData<string, string> Credentials => new()
    {
        { "secret.aws-access-key", Inspecting.Token("AKIA", 16, 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") },
        { "secret.github-token", Inspecting.Token("ghp_", 36) },
        { "secret.github-token", Inspecting.Token("github_pat_", 82) },
        { "secret.gitlab-token", Inspecting.Token("glpat-", 20) },
        { "secret.slack-token", Inspecting.Token("xoxb-", 40) },
        { "secret.google-api-key", Inspecting.Token("AIza", 35) },
        { "secret.stripe-key", Inspecting.Token("sk_live_", 24) },
        { "secret.openai-key", Inspecting.Token("sk-proj-", 80) },
        { "secret.openai-key", Inspecting.Token("sk-", 48) },
        { "secret.anthropic-key", Inspecting.Token("sk-ant-api03-", 95) },
        { "secret.huggingface-token", Inspecting.Token("hf_", 34) },
        { "secret.npm-token", Inspecting.Token("npm_", 36) },
        { "secret.sendgrid-key", Inspecting.Token("SG.", 22) + Inspecting.Token(".", 43) },
        { "secret.digitalocean-token", Inspecting.Token("dop_v1_", 64, 5, Hex) },
        { "secret.telegram-token", Inspecting.Token("123456789:AA", 33) },
        { "secret.telegram-token", Inspecting.Token("7654321098:AA", 33, 3) },
        { "secret.openshift-token", Inspecting.Token("sha256~", 43) },
        { "secret.azure-secret", Inspecting.Token("AccountKey=", 86) + "==" },
        { "secret.slack-webhook", Inspecting.Token("hooks.slack.com/services/T0AB12CD3/B0EF45GH6/", 24) },
        { "secret.aws-mws-key", "amzn.mws.4ea38b7b-f563-7709-4bae-87aea4c0b2f1" },
        { "secret.jwt", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + Inspecting.Token("", 43) },
    };

    [Theory]
    [MemberData(nameof(Credentials))]
    public void A_credential_is_found_wherever_it_stands(string label, string token)
    {
        foreach (var text in (string[])[token, $"key={token}", $"\"k\": \"{token}\",", $"Bearer {token}\nnext", $"see https://x.example/?k={token}&z=1"])
        {
            var found = Inspecting.Find(text);
            Assert.Contains(found, f => f.Label == label && text.Substring(f.Start, f.Length) == token);
        }
    }

    [Theory]
    [MemberData(nameof(Credentials))]
    public void A_credential_is_found_through_invisible_characters_and_look_alikes(string label, string token)
    {
        Assert.Contains(Inspecting.Find(token.Insert(5, "\u200B").Insert(9, "\u2060")), f => f.Label == label && f.Normalisations.Contains("zero-width"));
        var wide = string.Concat(token.Select(c => (char)(c - 0x21 + 0xFF01)));
        Assert.Contains(Inspecting.Find($"take {wide} now"), f => f.Label == label && f.Length == token.Length);
    }

    [Theory]
    [MemberData(nameof(Credentials))]
    public void A_credential_is_found_inside_base64_hex_and_percent_escapes(string label, string token)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($"the key is {token} ok");
        Assert.Contains(Inspecting.Find($"data: {Convert.ToBase64String(bytes)}."), f => f.Label == label && f.Normalisations.Contains("base64"));
        Assert.Contains(Inspecting.Find($"data: {Convert.ToHexStringLower(bytes)}."), f => f.Label == label && f.Normalisations.Contains("hex"));
        Assert.Contains(Inspecting.Find("q=" + string.Concat(bytes.Select(b => $"%{b:X2}"))), f => f.Label == label && f.Normalisations.Contains("percent"));
    }

    [Theory]
    [InlineData("the word internationalization and the path /usr/local/lib/python3.11/site-packages")]
    [InlineData("commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad")]
    [InlineData("id 550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("sk-learn-based-pipelines-are-documented-elsewhere-in-the-guide")]
    [InlineData("AKIAxxxxxxxxxxxxxxxx")]
    [InlineData("password = os.environ[\"DATABASE_PASSWORD\"]")]
    [InlineData("12:30:45 and host.example:8080 and 123456789:4242 and ratio 12345:ABCDEFGH")]
    [InlineData("https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX")]
    [InlineData("sha256~placeholder and sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("AccountKey=<your key>; AccountKey=${KEY}")]
    [InlineData("eyJub3QgYSBoZWFkZXI.eyJub3QgYSBib2R5IQ.c2lnbmF0dXJl")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----")]
    public void Look_alikes_of_credentials_pass(string text) => Assert.Empty(Inspecting.Find(text));

    [Fact]
    public void An_aws_secret_key_needs_words_beside_it()
    {
        var key = Inspecting.Token("", 40, 11);
        Assert.Contains(Inspecting.Find($"aws_secret_access_key = {key}"), f => f.Label == "secret.aws-secret-key" && f.Length == 40);
        Assert.DoesNotContain(Inspecting.Find($"digest {key}"), f => f.Label == "secret.aws-secret-key");
    }

    [Fact]
    public void A_private_key_is_one_finding_from_begin_to_end()
    {
        var block = "-----BEGIN RSA PRIVATE KEY-----\n" + Inspecting.Token("", 64) + "\n" + Inspecting.Token("", 64, 9) + "\n-----END RSA PRIVATE KEY-----";
        var found = Assert.Single(Inspecting.Find($"here:\n{block}\nthanks"));
        Assert.Equal(("secret.private-key", 6, block.Length), (found.Label, found.Start, found.Length));
    }

    [Theory]
    [InlineData("\n", "\\n")]
    [InlineData("\n", "\\r\\n")]
    [InlineData("\n", "\\\\n")]
    [InlineData("\n", "\n    ")]
    [InlineData("\n", "\n> ")]
    [InlineData("\n", "\n# ")]
    [InlineData("\n", "\n | ")]
    [InlineData("\n", "\" +\n    \"")]
    [InlineData("\n", "%0A")]
    [InlineData("\n", "&#10;")]
    [InlineData("\n", "&#xA;")]
    [InlineData("\n", "\\u000a")]
    [InlineData("\n", " ")]
    public void A_private_key_is_found_however_its_lines_are_joined(string line, string written)
    {
        var block = "-----BEGIN PRIVATE KEY-----\n" + Inspecting.Token("", 64) + "\n" + Inspecting.Token("", 64, 9) + "\n-----END PRIVATE KEY-----";
        Assert.Contains(block.Replace(line, written, StringComparison.Ordinal), Inspecting.Spans($"here: \"{block.Replace(line, written, StringComparison.Ordinal)}\" thanks").Select(s => s["secret.private-key:".Length..]));
    }

    [Fact]
    public void A_key_in_armour_is_found_with_its_headers()
    {
        var block = "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2.4.5 (GNU/Linux)\nComment: bob_smith <bob@example.org>\n\n" + Inspecting.Token("", 64) + "\n=" + Inspecting.Token("", 4) + "\n-----END PGP PRIVATE KEY BLOCK-----";
        Assert.Contains($"secret.private-key:{block}", Inspecting.Spans($"{block}\nthanks"));
    }

    [Theory]
    [InlineData("postgres://app:{0}@db.example.com:5432/orders", "s3cr3t!")]
    [InlineData("redis://:{0}@cache.internal:6379/0", "n0tTheDefault")]
    [InlineData("{{\"url\":\"postgres:\\/\\/app:{0}@db.example.com\\/orders\"}}", "s3cr3t!")]
    [InlineData("amqps://svc:{0}@[2001:db8::7]:5671", "qu1et")]
    [InlineData("https://bob@example.org:{0}@mail.example.org/", "hunter22")]
    [InlineData("mongodb+srv://app:{0}@cluster0.abcde.mongodb.net/?retryWrites=true", "p@ss:w0rd,1")]
    [InlineData("\"url\": \"ftp://u:{0}@files.example.com\",", "correcthorsebattery")]
    public void A_password_in_an_address_is_found(string text, string password) =>
        Assert.Contains($"secret.url-password:{password}", Inspecting.Spans(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, password)));

    [Theory]
    [InlineData("postgres://user:password@localhost/db")]
    [InlineData("postgres://postgres:postgres@localhost/db")]
    [InlineData("https://user:${DB_PASSWORD}@host")]
    [InlineData("https://user:$DB_PASSWORD@host and https://user:{password}@host")]
    [InlineData("https://user:%s@host and https://user:%(pw)s@host and https://user:%DB_PASS%@host")]
    [InlineData("https://user:<password>@host and https://user:****@host and https://user:xxxx@host")]
    [InlineData("https://user:your_password_here@host")]
    [InlineData("http://localhost:8080/a@b and ssh://git@host:22/x and https://unpkg.com/react@18/x:y@z")]
    [InlineData("docker://nginx:1.27.3@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("the form is scheme://user:secret@host, as in RFC 3986")]
    public void A_placeholder_for_a_password_passes(string text) => Assert.Empty(Inspecting.Find(text));

    [Fact]
    public void An_address_behind_a_placeholder_is_still_an_e_mail_address() =>
        Assert.Equal(["pii.email:test@example.org"], Inspecting.Spans("x://a:test@example.org"));

    [Fact]
    public void A_password_that_is_a_token_is_the_token()
    {
        var token = Inspecting.Token("ghp_", 36);
        Assert.Equal([$"secret.github-token:{token}"], Inspecting.Spans($"https://x-access-token:{token}@github.com/o/r.git"));
    }

    [Fact]
    public void A_bot_token_in_its_address_is_found_without_its_id()
    {
        var body = Inspecting.Token("AA", 33);
        Assert.Equal([$"secret.telegram-token:{body}"], Inspecting.Spans($"https://api.telegram.org/bot123456789:{body}/sendMessage"));
        Assert.Equal([$"secret.telegram-token:123456789:{body}"], Inspecting.Spans($"the token is 123456789:{body}."));
    }

    [Theory]
    [InlineData("123456789&#58;")]
    [InlineData("123456789%3A")]
    [InlineData("12345\u200B6789:")]
    [InlineData("123456789\uFF1A")]
    public void A_disguised_head_is_seen(string head) =>
        Assert.Contains(Inspecting.Find(head + Inspecting.Token("AA", 33)), f => f.Label == "secret.telegram-token");

    [Fact]
    public void A_checksummed_token_that_holds_is_surer()
    {
        const string Body = "abcdefghijKLMNOPQRSTuvwxyz0123";
        Assert.Equal(0.99, Assert.Single(Inspecting.Find("ghp_" + Body + "3EfbAe")).Score);
        Assert.Equal(0.85, Assert.Single(Inspecting.Find("ghp_" + Body + "eAbfE3")).Score);
    }
}
