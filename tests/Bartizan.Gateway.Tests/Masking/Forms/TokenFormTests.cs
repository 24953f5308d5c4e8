using System.Net;
using Bartizan.Gateway.Masking.Forms;
using Bartizan.Guard.Validation;

namespace Bartizan.Gateway.Tests.Masking.Forms;

public class TokenFormTests
{
    private static readonly byte[] Key = new byte[32];

    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("3782-822463-10005")]
    [InlineData("6304 0000 0000 0000 000")]
    public void A_card_stays_a_card_of_its_length_and_grouping_that_no_issuer_gave(string card)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var token = TokenForm.Write(Key, "pii.payment-card", card, attempt);
            Assert.Equal(card.Select(char.IsAsciiDigit), token.Select(char.IsAsciiDigit));
            var digits = string.Concat(token.Where(char.IsAsciiDigit));
            Assert.True(Checksums.Luhn(digits), token);
            Assert.StartsWith("9999", digits, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("DE89370400440532013000")]
    [InlineData("GB82 WEST 1234 5698 7654 32")]
    [InlineData("MT84MALT011000012345MTLCAST001S")]
    public void An_iban_stays_one_whose_check_digits_hold_of_a_country_that_is_none(string iban)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var token = TokenForm.Write(Key, "pii.iban", iban, attempt);
            Assert.Equal(iban.Length, token.Length);
            Assert.StartsWith("ZZ", token, StringComparison.Ordinal);
            Assert.True(Checksums.Iban(token.Replace(" ", "", StringComparison.Ordinal)), token);
        }
    }

    [Fact]
    public void Addresses_stay_addresses_that_nobody_has()
    {
        Assert.Matches(@"^u[2-9a-z]{12}@mask\.invalid$", TokenForm.Write(Key, "pii.email", "bob@example.org", 0));
        Assert.Matches(@"^\+999\d{12}$", TokenForm.Write(Key, "pii.phone", "+1 415 555 2671", 0));
        Assert.InRange(IPAddress.Parse(TokenForm.Write(Key, "pii.ip-address", "8.8.4.4", 0)).GetAddressBytes()[0], 240, 254);
        Assert.StartsWith("2001:db8:", IPAddress.Parse(TokenForm.Write(Key, "pii.ip-address", "2a00:1450::200e", 0)).ToString(), StringComparison.Ordinal);
        Assert.Matches("^02(-[0-9a-f]{2}){5}$", TokenForm.Write(Key, "pii.mac-address", "3C-22-FB-11-22-33", 0));
    }

    [Theory]
    [InlineData("pii.person", "Ada Lovelace")]
    [InlineData("secret.aws-access-key", "AKIAZ7Q2PM4XW5RT3LKD")]
    [InlineData("pii.payment-card", "no digits here")]
    public void What_has_no_form_says_what_it_is(string label, string value) =>
        Assert.Matches($"^<{label}-[2-9a-z]{{12}}>$", TokenForm.Write(Key, label, value, 0));

    [Fact]
    public void A_token_depends_on_key_label_value_and_attempt_and_on_nothing_else()
    {
        byte[] other = [1, .. new byte[31]];
        string[] tokens =
        [
            TokenForm.Write(Key, "pii.email", "bob@example.org", 0),
            TokenForm.Write(other, "pii.email", "bob@example.org", 0),
            TokenForm.Write(Key, "pii.other", "bob@example.org", 0),
            TokenForm.Write(Key, "pii.email", "rob@example.org", 0),
            TokenForm.Write(Key, "pii.email", "bob@example.org", 1),
        ];
        Assert.Equal(tokens.Length, tokens.Distinct().Count());
        Assert.Equal(tokens[0], TokenForm.Write(Key, "pii.email", "bob@example.org", 0));
    }
}
