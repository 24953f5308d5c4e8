using System.Security.Cryptography;

namespace Bartizan.Core.Elevation.Passkeys;

/// <summary>Verifies a signature by a passkey (WebAuthn level 2, section 7.2), ES256 only.</summary>
public static class PasskeyAssertion
{
    private const string Type = "webauthn.get";

    /// <summary>The authenticator's counter; null unless the passkey signed the challenge, on its own page, with its person there and verified.</summary>
    public static uint? Verify(ReadOnlySpan<byte> challenge, byte[] publicKey, PasskeyFacts passkey, ApprovalProof proof)
    {
        if (proof is not { AuthenticatorData: { Length: AuthenticatorData.FixedSize } data, ClientData: { } client }
            || AuthenticatorData.Read(data, passkey.RelyingParty, optional: 0) is not { } count
            || !ClientData.Says(client, Type, challenge, passkey.Origin))
        {
            return null;
        }

        using var key = PublicKeys.Import(publicKey);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        return key?.VerifyData(signed, proof.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) == true ? count : null;
    }

    /// <summary>Whether a counter may follow another: authenticators that count never count backwards, others always say 0.</summary>
    public static bool MayFollow(uint before, uint now) => now > before || (now == 0 && before == 0);
}
