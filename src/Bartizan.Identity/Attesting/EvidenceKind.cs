namespace Bartizan.Identity.Attesting;

/// <summary>Whose tokens an issuer makes: what their claims mean.</summary>
public enum EvidenceKind
{
    /// <summary>Projected service-account tokens of a Kubernetes cluster.</summary>
    Kubernetes,

    /// <summary>OIDC tokens of GitHub Actions.</summary>
    GitHub,

    /// <summary>OIDC tokens (<c>id_tokens</c>) of GitLab CI.</summary>
    GitLab,

    /// <summary>JWT-SVIDs of a SPIFFE trust domain.</summary>
    Spiffe,
}
