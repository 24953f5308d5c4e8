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

    [Fact]
    public void A_checksummed_token_that_holds_is_surer()
    {
        const string Body = "abcdefghijKLMNOPQRSTuvwxyz0123";
        Assert.Equal(0.99, Assert.Single(Inspecting.Find("ghp_" + Body + "3EfbAe")).Score);
        Assert.Equal(0.85, Assert.Single(Inspecting.Find("ghp_" + Body + "eAbfE3")).Score);
    }
}
