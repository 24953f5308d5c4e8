namespace Bartizan.Core.Elevation;

/// <summary>The public half of a key with which a person approves.</summary>
public sealed record ApproverKey
{
    /// <summary>Id, prefix <c>apk</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the account whose person holds the private half.</summary>
    public required string Account { get; init; }

    /// <summary>What its person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>P-256 public key, SubjectPublicKeyInfo in DER.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>What makes it a passkey; null for a key of the command line.</summary>
    public PasskeyFacts? Passkey { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it stopped counting; null while it counts.</summary>
    public DateTimeOffset? Revoked { get; init; }
}

/// <summary>What belongs to a passkey beside its key.</summary>
/// <param name="CredentialId">The authenticator's id of it.</param>
/// <param name="RelyingParty">The host name that it is bound to.</param>
/// <param name="Origin">The origin of the page that may use it, e.g. <c>https://ai.example.com</c>.</param>
/// <param name="SignCount">The authenticator's counter when it was last used; 0 where it does not count.</param>
public sealed record PasskeyFacts(byte[] CredentialId, string RelyingParty, string Origin, uint SignCount);
