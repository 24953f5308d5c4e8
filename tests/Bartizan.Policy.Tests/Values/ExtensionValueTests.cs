using Bartizan.Policy.Tests.Support;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.Values;

public sealed class ExtensionValueTests
{
    [Theory]
    [InlineData("0.0", 0)]
    [InlineData("-0.5", -5000)]
    [InlineData("12.3456", 123456)]
    [InlineData("007.10", 71000)]
    [InlineData("922337203685477.5807", long.MaxValue)]
    [InlineData("-922337203685477.5808", long.MinValue)]
    public void Reads_decimals(string text, long tenThousandths)
    {
        Assert.True(CedarDecimal.TryParse(text, out var value));
        Assert.Equal(tenThousandths, value.TenThousandths);
        Assert.True(CedarDecimal.TryParse(value.Text, out var again));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1.23456")]
    [InlineData("+1.0")]
    [InlineData("--1.0")]
    [InlineData("1.0\0")]
    [InlineData(" 1.0")]
    [InlineData("1,0")]
    [InlineData("922337203685477.5808")]
    [InlineData("99999999999999999999999999999999999999999.0")]
    public void Refuses_what_is_no_decimal(string text) => Assert.False(CedarDecimal.TryParse(text, out _));

    [Theory]
    [InlineData("1970-01-01", 0)]
    [InlineData("1969-12-31T23:59:59.999Z", -1)]
    [InlineData("0000-01-01", -62167219200000)]
    [InlineData("2024-02-29T00:00:00Z", 1709164800000)]
    [InlineData("9999-12-31T23:59:59.999Z", 253402300799999)]
    [InlineData("2026-11-20T12:00:00+0200", 1795168800000)]
    [InlineData("2026-11-20T12:00:00.250-0030", 1795177800250)]
    public void Reads_moments(string text, long milliseconds)
    {
        Assert.True(CedarDateTime.TryParse(text, out var value));
        Assert.Equal(milliseconds, value.EpochMilliseconds);
    }

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("2024-1-01")]
    [InlineData("2024-01-01T")]
    [InlineData("2024-01-01T24:00:00Z")]
    [InlineData("2024-01-01T00:00:60Z")]
    [InlineData("2024-01-01T00:00:00")]
    [InlineData("2024-01-01T00:00:00.1Z")]
    [InlineData("2024-01-01T00:00:00+02:00")]
    [InlineData("2024-01-01T00:00:00+2400")]
    [InlineData("2024-01-01T00:00:00Z ")]
    public void Refuses_what_is_no_moment(string text) => Assert.False(CedarDateTime.TryParse(text, out _));

    [Theory]
    [InlineData("1d2h3m4s5ms", 93784005)]
    [InlineData("-1h", -3600000)]
    [InlineData("90m", 5400000)]
    [InlineData("0ms", 0)]
    [InlineData("-9223372036854775808ms", long.MinValue)]
    public void Reads_lengths_of_time(string text, long milliseconds)
    {
        Assert.True(CedarDuration.TryParse(text, out var value));
        Assert.Equal(milliseconds, value.Milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("5")]
    [InlineData("1h1d")]
    [InlineData("1h1h")]
    [InlineData("1.5h")]
    [InlineData("+1h")]
    [InlineData("1h ")]
    [InlineData("9223372036854775808ms")]
    [InlineData("106751991168d")]
    [InlineData("99999999999999999999999999999999999999999999999d")]
    public void Refuses_what_is_no_length_of_time(string text) => Assert.False(CedarDuration.TryParse(text, out _));

    [Theory]
    [InlineData("127.0.0.1", true, 32)]
    [InlineData("10.0.0.0/8", true, 8)]
    [InlineData("0.0.0.0/0", true, 0)]
    [InlineData("::1", false, 128)]
    [InlineData("2001:db8::/32", false, 32)]
    [InlineData("1:2:3:4:5:6:7::", false, 128)]
    [InlineData("ABCD:ef01::/128", false, 128)]
    public void Reads_addresses(string text, bool isV4, int prefix)
    {
        Assert.True(CedarIp.TryParse(text, out var value));
        Assert.Equal((isV4, prefix), (value.IsV4, value.Prefix));
        Assert.True(CedarIp.TryParse(value.Text, out var again));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("01.2.3.4")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.4\0")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/08")]
    [InlineData("1.2.3.4/")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("::ffff:1.2.3.4")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4::5:6:7:8")]
    [InlineData(":::")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("12345::")]
    [InlineData("::1/129")]
    public void Refuses_what_is_no_address(string text) => Assert.False(CedarIp.TryParse(text, out _));

    [Theory]
    [InlineData("ip(\"10.1.2.3\").isInRange(ip(\"10.0.0.0/8\")) && !ip(\"10.0.0.0/7\").isInRange(ip(\"10.0.0.0/8\"))")]
    [InlineData("!ip(\"::1\").isInRange(ip(\"0.0.0.0/0\")) && ip(\"::1\").isInRange(ip(\"::/0\"))")]
    [InlineData("ip(\"127.1.2.3\").isLoopback() && !ip(\"127.0.0.0/7\").isLoopback() && ip(\"::1\").isLoopback()")]
    [InlineData("ip(\"224.0.0.1\").isMulticast() && ip(\"ff02::1\").isMulticast() && !ip(\"1.1.1.1\").isMulticast()")]
    [InlineData("ip(\"127.0.0.1\") == ip(\"127.0.0.1/32\") && ip(\"10.0.0.1/8\") != ip(\"10.0.0.0/8\")")]
    [InlineData("decimal(\"1.5\") == decimal(\"1.5000\") && decimal(\"1.4\").lessThan(decimal(\"1.5\")) && decimal(\"2.0\").greaterThanOrEqual(decimal(\"2.0\"))")]
    [InlineData("decimal(\"1.4\").lessThanOrEqual(decimal(\"1.4\")) && decimal(\"3.0\").greaterThan(decimal(\"2.9999\"))")]
    [InlineData("datetime(\"2026-11-20T12:00:00Z\").offset(duration(\"-12h\")) == datetime(\"2026-11-20\")")]
    [InlineData("datetime(\"2026-11-21\").durationSince(datetime(\"2026-11-20\")) == duration(\"1d\")")]
    [InlineData("datetime(\"1969-12-31T01:00:00Z\").toDate() == datetime(\"1969-12-31\") && datetime(\"1969-12-31T01:00:00Z\").toTime() == duration(\"1h\")")]
    [InlineData("duration(\"-90m\").toHours() == -1 && duration(\"1d\").toMinutes() == 1440 && duration(\"1500ms\").toSeconds() == 1 && duration(\"49h\").toDays() == 2")]
    [InlineData("duration(\"1s\").toMilliseconds() == 1000 && duration(\"1h\") > duration(\"59m\")")]
    public void Functions_compute(string expression) => Assert.Equal("true", Ask.Condition(expression));

    [Theory]
    [InlineData("datetime(\"1970-01-01\").offset(duration(\"9223372036854775807ms\")).offset(duration(\"1ms\")) == context.now", "The result of offset does not fit 64 bits of milliseconds.")]
    [InlineData("datetime(\"1970-01-01\").offset(duration(\"-9223372036854775808ms\")).toDate() == context.now", "The result of toDate does not fit 64 bits of milliseconds.")]
    [InlineData("decimal(\"1.0\").lessThan(1)", "lessThan needs a decimal, but got a long.")]
    [InlineData("context.now.isIpv4()", "isIpv4 needs an ipaddr, but got a datetime.")]
    public void Functions_fail_and_say_why(string expression, string message) => Assert.Equal(message, Ask.Condition(expression));
}
