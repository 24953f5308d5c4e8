namespace Bartizan.Guard.Tests.Links;

public class WebAddressDetectorTests
{
    [Theory]
    [InlineData("see https://pаypal.com/login now", "pаypal.com")]
    [InlineData("https://www.gооgle.com", "www.gооgle.com")]
    [InlineData("https://xn--pypal-4ve.com/", "xn--pypal-4ve.com")]
    [InlineData("https://paypa1.com/x", "paypa1.com")]
    [InlineData("https://paypaI.com/x", "paypaI.com")]
    [InlineData("https://rnicrosoft.com", "rnicrosoft.com")]
    [InlineData("https://páypal.com", "páypal.com")]
    [InlineData("https://g00gle.com:8443/", "g00gle.com")]
    [InlineData("http://user@bаrclays.co.uk/", "bаrclays.co.uk")]
    [InlineData("https://exаmple-shop.org/", "exаmple-shop.org")]
    public void A_host_that_looks_like_another_is_found(string text, string host) => Assert.Equal([$"url.look-alike:{host}"], Spans(text));

    [Theory]
    [InlineData("https://paypal.com@evil.example/", "paypal.com@evil.example")]
    [InlineData("https://accounts.google.com:443@evil.example/", "accounts.google.com:443@evil.example")]
    [InlineData("https://paypal.com\\@evil.example/", "paypal.com")]
    [InlineData("https://%65vil.example/", "%65vil.example")]
    [InlineData("https://www.paypal.com.login.example.net/a", "www.paypal.com.login.example.net")]
    [InlineData("https://paypal.com.support/a", "paypal.com.support")]
    [InlineData("[a](javascript:fetch('//x'))", "javascript:fetch(")]
    [InlineData("<a href=\"JavaScript:alert(1)\">", "JavaScript:alert(1)")]
    [InlineData("<a href='data:text/html;base64,PHNjcmlwdD4'>", "data:text/html;base64,PHNjcmlwdD4")]
    public void An_address_that_deceives_is_found(string text, string span) => Assert.Contains($"url.deceptive:{span}", Spans(text));

    [Theory]
    [InlineData("https://www.paypal.com/signin and https://PayPal.com and HTTPS://MICROSOFT.COM")]
    [InlineData("https://пример.рф/ и https://яндекс.рф и https://münchen.de/ und https://xn--mnchen-3ya.de/")]
    [InlineData("https://google.com.au https://www.amazon.com.br/ https://apple.com.edgekey.net/")]
    [InlineData("https://first.last@bitbucket.org/team/repo.git")]
    [InlineData("postgres://app.user:pw@db.example.com/x")]
    [InlineData("https://user%40example.com:pw@host.example/")]
    [InlineData("https://a.example/?to=https://b.example%2Fpath%3Fq")]
    [InlineData("http://%s/ http://%HOST%/ http://{host}/ http://[fe80::1%25eth0]/")]
    [InlineData("<a href=\"javascript:void(0)\"> <a href='javascript:;'>")]
    [InlineData("Written in JavaScript: see below. The data: text/html is a type. Use javascript:alert in the console.")]
    [InlineData("Content-Type=text/html; data=1")]
    public void An_ordinary_address_is_not(string text) => Assert.Empty(Spans(text));

    [Fact]
    public void The_installation_s_own_hosts_are_guarded_too()
    {
        var engine = GuardEngine.CreateDefault(new GuardOptions { KnownHosts = ["harbour-parcels.example"] });
        Assert.Equal(["url.look-alike:harb0ur-parcels.example"], Spans("https://harb0ur-parcels.example/", engine));
        Assert.Empty(Spans("https://harbour-parcels.example/ https://paypal.com.harbour-parcels.example", engine));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-")]
    [InlineData("999999999")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("a-\u0430")]
    public void Malformed_labels_are_no_reason_to_stop(string label) => Assert.Empty(Spans($"https://xn--{label}.example/"));

    private static IEnumerable<string> Spans(string text, GuardEngine? engine = null) => Inspecting.Spans(text, engine).Where(s => s.StartsWith("url.", StringComparison.Ordinal));
}
