using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Tests.Validation;

public class ChecksumsTests
{
    [Theory]
    [InlineData("79927398713", true)]
    [InlineData("79927398710", false)]
    [InlineData("4111111111111111", true)]
    [InlineData("4111111111111112", false)]
    [InlineData("41111x", false)]
    [InlineData("0", false)]
    public void Luhn_holds_for_known_numbers_only(string digits, bool holds) => Assert.Equal(holds, Checksums.Luhn(digits));

    [Theory]
    [InlineData("GB82WEST12345698765432", true)]
    [InlineData("DE89370400440532013000", true)]
    [InlineData("FR1420041010050500013M02606", true)]
    [InlineData("GB82WEST12345698765431", false)]
    [InlineData("DE8937040044053201300", false)]
    [InlineData("XX82WEST12345698765432", false)]
    public void An_iban_needs_its_countrys_length_and_check_digits(string iban, bool holds) => Assert.Equal(holds, Ibans.IsValid(iban));

    [Theory]
    [InlineData("9434765919", true)]
    [InlineData("9434765918", false)]
    public void Nhs_numbers_hold_modulo_11(string digits, bool holds) => Assert.Equal(holds, Checksums.Nhs(digits));

    [Theory]
    [InlineData("2363", true)]
    [InlineData("2364", false)]
    public void Verhoeff_holds_for_the_textbook_number(string digits, bool holds) => Assert.Equal(holds, Checksums.Verhoeff(digits));

    [Theory]
    [InlineData("4242424242424242", true)]
    [InlineData("378282246310005", true)]
    [InlineData("5555555555554444", true)]
    [InlineData("6011111111111117", true)]
    [InlineData("9999999999999995", false)]
    [InlineData("0000000000000000", false)]
    public void A_card_needs_an_issuer_as_well_as_luhn(string digits, bool holds) => Assert.Equal(holds, PaymentCards.IsValid(digits));

    [Theory]
    [InlineData("123456780", true)]
    [InlineData("000123456", false)]
    [InlineData("666123456", false)]
    [InlineData("900123456", false)]
    [InlineData("123004567", false)]
    [InlineData("123450000", false)]
    [InlineData("078051120", false)]
    public void Social_security_numbers_obey_their_rules(string digits, bool holds) => Assert.Equal(holds, NationalNumbers.Ssn(digits));

    [Theory]
    [InlineData("AB123456C", true)]
    [InlineData("QQ123456C", false)]
    [InlineData("GB123456A", false)]
    [InlineData("AB123456E", false)]
    [InlineData("AO123456A", false)]
    public void National_insurance_numbers_obey_their_rules(string number, bool holds) => Assert.Equal(holds, LetteredNumberRules.Nino(number));

    [Theory]
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", true)]
    [InlineData("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", false)]
    [InlineData("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", true)]
    public void Bitcoin_addresses_hold_their_checksum(string address, bool holds) => Assert.Equal(holds, BitcoinAddresses.IsValid(address));

    [Theory]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", true)]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", false)]
    public void Bech32_addresses_hold_their_checksum(string address, bool holds) => Assert.Equal(holds, BitcoinAddresses.IsBech32(address));

    [Fact]
    public void Entropy_counts_bits_a_character()
    {
        Assert.Equal(0, Entropy.BitsPerCharacter(""));
        Assert.Equal(0, Entropy.BitsPerCharacter("aaaa"));
        Assert.Equal(2, Entropy.BitsPerCharacter("abcdabcd"), 10);
    }
}
