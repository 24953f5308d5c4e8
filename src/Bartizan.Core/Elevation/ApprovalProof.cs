namespace Bartizan.Core.Elevation;

/// <summary>What a key gives to prove an approval.</summary>
/// <param name="Signature">ES256 signature: for a key of the command line 64 bytes (r and s), for a passkey in DER.</param>
/// <param name="AuthenticatorData">What the authenticator says of itself (WebAuthn, section 6.1); null for a key of the command line.</param>
/// <param name="ClientData">What the browser says of the page that asked, as JSON (WebAuthn, section 5.8.1); null for a key of the command line.</param>
public sealed record ApprovalProof(byte[] Signature, byte[]? AuthenticatorData = null, byte[]? ClientData = null);
