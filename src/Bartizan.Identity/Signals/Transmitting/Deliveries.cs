namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>URIs of the two ways of delivery (SSF 1.0 §6.1).</summary>
internal static class Deliveries
{
    /// <summary>They are pushed (RFC 8935).</summary>
    public const string Push = "urn:ietf:rfc:8935";

    /// <summary>They are asked for (RFC 8936).</summary>
    public const string Poll = "urn:ietf:rfc:8936";
}
