namespace Bartizan.Guard.Tests.Personal;

public class PersonalDataTests
{
    [Theory]
    [InlineData("write to 'bob.smith+x@mail.example.org'.", "pii.email:bob.smith+x@mail.example.org")]
    [InlineData("call +44 20 7946 0482 today", "pii.phone:+44 20 7946 0482")]
    [InlineData("call (415) 555-0132, ok", "pii.phone:(415) 555-0132")]
    [InlineData("415-555-0132 x42", "pii.phone:415-555-0132")]
    [InlineData("pay 4111 1111 1111 1111 now", "pii.payment-card:4111 1111 1111 1111")]
    [InlineData("amex 3782-822463-10005", "pii.payment-card:3782-822463-10005")]
    [InlineData("to GB82 WEST 1234 5698 7654 32 please", "pii.iban:GB82 WEST 1234 5698 7654 32")]
    [InlineData("to DE89370400440532013000.", "pii.iban:DE89370400440532013000")]
    [InlineData("ssn 123-45-6780", "pii.us-ssn:123-45-6780")]
    [InlineData("NI AB 12 34 56 C", "pii.uk-nino:AB 12 34 56 C")]
    [InlineData("NI AB123456C", "pii.uk-nino:AB123456C")]
    [InlineData("NHS number 943 476 5919", "pii.uk-nhs:943 476 5919")]
    [InlineData("9434765919 is my NHS number", "pii.uk-nhs:9434765919")]
    [InlineData("NHS no. 943-476-5919", "pii.uk-nhs:943-476-5919")]
    [InlineData("patient 9434765919 was seen", "pii.uk-nhs:9434765919")]
    [InlineData("call 943-476-5919 today", "pii.phone:943-476-5919")]
    [InlineData("943-476-5919", "pii.phone:943-476-5919")]
    [InlineData("NHS no. 943-476-5918", "pii.phone:943-476-5918")]
    [InlineData("born 1990-02-03", "pii.date-of-birth:1990-02-03")]
    [InlineData("on 2026-02-03T04:05:06Z from 10-22-33-44-55-66", "pii.mac-address:10-22-33-44-55-66")]
    [InlineData("at 04:05:06 from 2001:db8::7:1", "pii.ip-address:2001:db8::7:1")]
    [InlineData("(5 of 12.5, 3) +44 20 7946 0482", "pii.phone:+44 20 7946 0482")]
    [InlineData("from 203.0.113.7:8080", "pii.ip-address:203.0.113.7")]
    [InlineData("at 2001:db8:85a3::8a2e:370:7334.", "pii.ip-address:2001:db8:85a3::8a2e:370:7334")]
    [InlineData("mac a0:b1:c2:d3:e4:f5", "pii.mac-address:a0:b1:c2:d3:e4:f5")]
    public void It_is_found_exactly(string text, string expected) => Assert.Equal([expected], Inspecting.Spans(text));

    [Theory]
    [InlineData("card 4111 1111 1111 1112")]
    [InlineData("order 4111111111111111")]
    [InlineData("GB82 WEST 1234 5698 7654 31")]
    [InlineData("version 10.2.30.4")]
    [InlineData("v1.22.33.44 and Chrome/91.0.44.124")]
    [InlineData("127.0.0.1 and 0.0.0.0")]
    [InlineData("at 12:34:56 on 2026-02-19T02:30:56Z")]
    [InlineData("000-12-3456 and 666-12-3456")]
    [InlineData("ISBN 978-1-1887-8283-5")]
    [InlineData("icon@2x.png and @decorator and a @ b")]
    [InlineData("git@github.com:owner/name.git")]
    [InlineData("748,603,223.34 and 1234567890 and 0.123456789")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("std::vector<int> a::b::c")]
    public void Look_alikes_pass(string text) => Assert.Empty(Inspecting.Find(text));

    [Theory]
    [InlineData("bob&#64;example.org", "html-entities")]
    [InlineData("bob%40example.org", "percent")]
    [InlineData("bob\\u0040example.org", "backslash")]
    [InlineData("bob\uFF20example.org", "nfkc")]
    [InlineData("b\u043Eb@example.org", "confusables")]
    [InlineData("bo\u200Db@example.org", "zero-width")]
    public void Disguised_addresses_are_found_at_their_original_place(string address, string through)
    {
        var found = Assert.Single(Inspecting.Find($"to {address} now"), f => f.Normalisations.Contains(through));
        Assert.Equal(("pii.email", 3, address.Length), (found.Label, found.Start, found.Length));
    }
}
