namespace Bartizan.Gateway.Masking.Forms;

/// <summary>Addresses of networks and devices.</summary>
internal static class AddressForms
{
    /// <summary>An IPv6 address where the value has colons, else an IPv4 address that is not the broadcast address.</summary>
    public static string Ip(string value, TokenSource source) => value.Contains(':', StringComparison.Ordinal)
        ? $"2001:db8:{source.Hex(4)}:{source.Hex(4)}:{source.Hex(4)}:{source.Hex(4)}:{source.Hex(4)}:{source.Hex(4)}"
        : $"{240 + source.Below(15)}.{source.Below(256)}.{source.Below(256)}.{source.Below(256)}";

    /// <summary>A MAC address with the value's separator.</summary>
    public static string Mac(string value, TokenSource source)
    {
        var separator = value.Contains('-', StringComparison.Ordinal) ? '-' : ':';
        return string.Join(separator, ["02", .. Enumerable.Range(0, 5).Select(_ => source.Hex(2))]);
    }
}
