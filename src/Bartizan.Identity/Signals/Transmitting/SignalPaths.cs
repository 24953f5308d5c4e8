namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Where others learn of streams and manage theirs.</summary>
internal static class SignalPaths
{
    /// <summary>The resource that access tokens for it are asked for, below the issuer.</summary>
    public const string Resource = "/ssf";

    /// <summary>What the transmitter says of itself (SSF 1.0 §7).</summary>
    public const string Metadata = "/.well-known/ssf-configuration";

    /// <summary>Streams are made, read, changed and deleted (§8.1.1).</summary>
    public const string Streams = Resource + "/streams";

    /// <summary>Their status (§8.1.2).</summary>
    public const string Status = Resource + "/status";

    /// <summary>A subject is added (§8.1.3).</summary>
    public const string Add = Resource + "/subjects:add";

    /// <summary>A subject is removed.</summary>
    public const string Remove = Resource + "/subjects:remove";

    /// <summary>A stream is verified (§8.1.4).</summary>
    public const string Verify = Resource + "/verify";

    /// <summary>Signals are asked for; the stream's id follows.</summary>
    public const string Poll = Resource + "/poll/";
}
