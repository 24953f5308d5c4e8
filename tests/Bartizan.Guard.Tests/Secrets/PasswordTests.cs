namespace Bartizan.Guard.Tests.Secrets;

public class PasswordTests
{
    [Theory]
    [InlineData("CREATE USER app IDENTIFIED BY '{0}';")]
    [InlineData("ALTER ROLE app WITH LOGIN PASSWORD '{0}'")]
    [InlineData("mysql -u root --password {0}")]
    [InlineData("curl_easy_setopt(curl, CURLOPT_USERPWD, \"root:{0}\");")]
    [InlineData("openssl x509 -req -passin \"pass:{0}\" -in a.csr")]
    [InlineData("db_password = \"{0}\"")]
    [InlineData("\"passphrase\": \"{0}\"")]
    public void A_password_is_found_behind_the_word_that_names_it(string text)
    {
        const string Password = "qW7rZx9!Lm";
        Assert.Contains($"secret.generic:{Password}", Inspecting.Spans(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, Password)));
    }

    [Theory]
    [InlineData("password = os.environ['DB_PASSWORD_1']")]
    [InlineData("password: ${DB_PASS1}")]
    [InlineData("password = \"changeme123!A\"")]
    [InlineData("password: <Your Passw0rd>")]
    [InlineData("--password ********")]
    [InlineData("IDENTIFIED BY 'yourPassword1'")]
    [InlineData("the password field2 and passwordHash3 are set by setPassword(value1)")]
    [InlineData("secret: ref-to-vault-2, token_type: Bearer, secretName: my-app-v2")]
    public void A_placeholder_or_expression_passes(string text) => Assert.Empty(Inspecting.Find(text));

    [Fact]
    public void The_first_lines_of_a_key_without_its_header_are_found_and_those_of_a_certificate_are_not()
    {
        var lines = Enumerable.Range(1, 3).Select(seed => Inspecting.Token("", 64, seed)).ToArray();
        Assert.Equal(3, Inspecting.Find($"see:\n{string.Join('\n', lines)}\n").Count(f => f.Label == "secret.generic"));
        Assert.Empty(Inspecting.Find($"-----BEGIN CERTIFICATE-----\n{string.Join('\n', lines)}\n-----END CERTIFICATE-----"));
    }

    [Theory]
    [InlineData("secret.discord-webhook", "discord.com/api/webhooks/914837261504837261/", 68)]
    [InlineData("secret.docker-token", "SWMTKN-1-", 70)]
    [InlineData("secret.wundergraph-key", "cosmo_", 32)]
    [InlineData("secret.postman-key", "PMAT-", 26)]
    [InlineData("secret.nats-seed", "SU", 56)]
    public void More_issuers_are_known(string label, string prefix, int length)
    {
        var alphabet = label switch
        {
            "secret.wundergraph-key" => "0123456789abcdef",
            "secret.postman-key" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            "secret.nats-seed" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            _ => "abcdefghijklmnopqrstuvwxyz0123456789",
        };
        Assert.Contains(Inspecting.Find($"it is {Inspecting.Token(prefix, length, 13, alphabet)} now"), f => f.Label == label);
    }

    [Fact]
    public void A_token_that_documentation_shows_is_no_secret() => Assert.Empty(Inspecting.Find("use glpat-12345678901234567890 or sk-ant-api03-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
}
