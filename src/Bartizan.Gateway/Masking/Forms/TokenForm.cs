namespace Bartizan.Gateway.Masking.Forms;

/// <summary>
/// Writes tokens that look like what they stand for, from ranges that nobody is ever given: an address under <c>.invalid</c> (RFC 2606), a card
/// number under 9999 (ISO/IEC 7812: no such country), an IBAN of country ZZ, a phone number under +999 (ITU: reserved), IPv4 240.0.0.0/4
/// (RFC 1112), IPv6 2001:db8::/32 (RFC 3849), a locally administered MAC address. What has no form of its own is <c>&lt;label-word&gt;</c>.
/// </summary>
internal static class TokenForm
{
    private const int WordLength = 12;

    /// <summary>The token of <paramref name="value"/>.</summary>
    public static string Write(ReadOnlySpan<byte> key, string label, string value, int attempt)
    {
        var source = new TokenSource(key, label, value, attempt);
        return label switch
        {
            "pii.email" => $"u{source.Word(WordLength)}@mask.invalid",
            "pii.payment-card" => NumberForms.Card(value, source),
            "pii.iban" => NumberForms.Iban(value, source),
            "pii.phone" => $"+999{source.Digits(12)}",
            "pii.ip-address" => AddressForms.Ip(value, source),
            "pii.mac-address" => AddressForms.Mac(value, source),
            _ => null,
        } ?? $"<{label}-{source.Word(WordLength)}>";
    }
}
