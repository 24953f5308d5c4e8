namespace Bartizan.Identity.Signals;

/// <summary>URIs of the event types that are told apart (SSF 1.0 §8.1.4.1 and 8.1.5, CAEP 1.0 §3, RISC 1.0 §2).</summary>
internal static class EventTypes
{
    private const string Ssf = "https://schemas.openid.net/secevent/ssf/event-type/";
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";
    private const string Risc = "https://schemas.openid.net/secevent/risc/event-type/";

    /// <summary>Shows that a stream works.</summary>
    public const string Verification = Ssf + "verification";

    /// <summary>The transmitter changed what its stream does.</summary>
    public const string StreamUpdated = Ssf + "stream-updated";

    /// <summary>A session, or all of somebody's, is over.</summary>
    public const string SessionRevoked = Caep + "session-revoked";

    /// <summary>Somebody's password or key was made, changed or taken away.</summary>
    public const string CredentialChange = Caep + "credential-change";

    /// <summary>How likely it is that somebody else acts as the person changed.</summary>
    public const string RiskLevelChange = Caep + "risk-level-change";

    /// <summary>How sure the provider is of who it is changed.</summary>
    public const string AssuranceLevelChange = Caep + "assurance-level-change";

    /// <summary>Whether a device is as it must be changed.</summary>
    public const string DeviceComplianceChange = Caep + "device-compliance-change";

    /// <summary>RISC's older form of <see cref="SessionRevoked"/>.</summary>
    public const string SessionsRevoked = Risc + "sessions-revoked";

    /// <summary>Somebody must change their credential before they go on.</summary>
    public const string CredentialChangeRequired = Risc + "account-credential-change-required";

    /// <summary>Somebody else knows a credential.</summary>
    public const string CredentialCompromise = Risc + "credential-compromise";

    /// <summary>An account is gone for good.</summary>
    public const string AccountPurged = Risc + "account-purged";

    /// <summary>An account is disabled.</summary>
    public const string AccountDisabled = Risc + "account-disabled";
}
