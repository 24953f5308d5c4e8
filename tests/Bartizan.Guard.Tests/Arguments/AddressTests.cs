namespace Bartizan.Guard.Tests.Arguments;

public class AddressTests
{
    [Theory]
    [InlineData("http://localhost:8080/admin")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0/")]
    [InlineData("http://[::1]:80/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[64:ff9b::a00:1]/")]
    [InlineData("http://[2002:a00:1::]/")]
    [InlineData("http://[fd12:3456::1]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://172.16.0.9/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("http://example.com@127.0.0.1/")]
    [InlineData("http://example.com\\@127.0.0.1/")]
    [InlineData("http://127.0.0.1#@example.com/")]
    [InlineData("http://127.0.0.1%23@example.com/")]
    [InlineData("http://%31%32%37.0.0.1/")]
    [InlineData("http://１２７。０。０。１/")]
    [InlineData("http://①②⑦.0.0.1/")]
    [InlineData("http://app.10.0.0.1.nip.io/")]
    [InlineData("http://app-192-168-1-250.sslip.io/")]
    [InlineData("http://7f000001.nip.io/")]
    [InlineData("http://www.localtest.me/")]
    [InlineData("http://7f000001.c0a80001.rbndr.us/")]
    [InlineData("https://proxy.example/?url=http%3A%2F%2F10.0.0.5%2F")]
    [InlineData("gopher://127.0.0.1:6379/_INFO")]
    [InlineData("//127.0.0.1/")]
    [InlineData("10.0.0.5:5432")]
    [InlineData("localhost")]
    public void An_address_inside_is_found_in_any_spelling(string url) => Assert.Equal(["unsafe.address"], ToolArguments.Labels("url", url));

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/iam/security-credentials/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xa9fea9fe/")]
    [InlineData("http://0251.0376.0251.0376/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://metadata.google.internal/computeMetadata/v1/")]
    [InlineData("http://METADATA.google.internal./")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://100.100.100.200/")]
    [InlineData("http://192.0.0.192/opc/v2/instance/")]
    [InlineData("http://169.254.170.2/v2/credentials")]
    [InlineData("http://169.254.169.254.nip.io/")]
    public void The_metadata_service_is_found(string url)
    {
        Assert.Equal(["unsafe.metadata"], ToolArguments.Labels("url", url));
        Assert.Equal(["unsafe.metadata"], ToolArguments.Labels("command", "curl -H 'Metadata: true' " + url));
        Assert.Equal(["unsafe.metadata"], ToolArguments.Labels("body", "see " + url));
    }

    [Fact]
    public void The_metadata_service_needs_no_scheme() =>
        Assert.Equal(["unsafe.metadata:169.254.169.254"], ToolArguments.Spans("command", "curl -s 169.254.169.254/latest/user-data"));

    [Theory]
    [InlineData("url", "https://example.com/path?x=1")]
    [InlineData("url", "http://93.184.216.34/")]
    [InlineData("url", "http://app.93.184.216.34.nip.io/")]
    [InlineData("url", "https://user@example.com/")]
    [InlineData("host", "db.example.com:5432")]
    [InlineData("address", "12 High Street, London")]
    [InlineData("address", "ana@example.com")]
    [InlineData("version", "10.0.0.1")]
    [InlineData("amount", "2852039166")]
    [InlineData("command", "curl -s http://localhost:3000/health")]
    [InlineData("command", "psql -h 127.0.0.1 -p 5432")]
    [InlineData("body", "Open http://localhost:3000 to see it.")]
    [InlineData("path", "src//lib//a.cs")]
    public void An_ordinary_address_is_not(string name, string value) => Assert.Empty(ToolArguments.Spans(name, value));

    [Fact]
    public void The_span_is_the_host() => Assert.Equal(["unsafe.address:0x7f.1"], ToolArguments.Spans("url", "http://a:b@0x7f.1:80/x"));
}
