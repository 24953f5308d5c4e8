using System.Security.Cryptography;
using Bartizan.Core.Elevation.Passkeys;

namespace Bartizan.Core.Elevation;

/// <summary>The one place that says whether an approval was signed by its key: when it is given, and again whenever its grant is used.</summary>
public static class ApprovalVerifier
{
    /// <summary>Whether <paramref name="key"/> made <paramref name="proof"/> for the statement. Says nothing of whose key it is and whether it still counts.</summary>
    public static bool Verify(ApprovalStatement statement, ApproverKey key, ApprovalProof proof)
    {
        if (key.Passkey is { } passkey)
        {
            return PasskeyAssertion.Verify(statement.Hash(), key.PublicKey, passkey, proof) is not null;
        }

        using var ecdsa = PublicKeys.Import(key.PublicKey);
        return proof is { AuthenticatorData: null, ClientData: null }
            && ecdsa?.VerifyHash(statement.Hash(), proof.Signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) == true;
    }

    /// <summary>Whether an approval of a request was signed by the key of its own account, and that key still counts.</summary>
    public static bool Verify(AccessRequest request, Approval approval, ApproverKey key) =>
        key.Id == approval.Key
        && key.Account == approval.Account
        && key.Revoked is null
        && approval.Request == request.Id
        && Verify(ApprovalStatement.Of(request, approval.Account, approval.Uses, approval.Until), key, approval.Proof);
}
