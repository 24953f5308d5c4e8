using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>A wish for a token, after the client proved who it is.</summary>
internal sealed record IssuanceQuestion
{
    /// <summary>Who asks.</summary>
    public required ClientEntry Client { get; init; }

    /// <summary>By which grant.</summary>
    public required string Grant { get; init; }

    /// <summary>For which resource; null when none was named.</summary>
    public string? Resource { get; init; }

    /// <summary>With which scopes; null when none were named.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>For which models and tools; null when none were named.</summary>
    public TokenAuthority? Authority { get; init; }

    /// <summary>What the mandate is to say that begins with it; null for none.</summary>
    public MandateTerms? Terms { get; init; }

    /// <summary>The mandate that it goes on with; null for none.</summary>
    public MandateRecord? Mandate { get; init; }

    /// <summary>The hop that stands for it, where nobody asked here; null for what is asked.</summary>
    public OfflineHop? Hop { get; init; }

    /// <summary>Bound to which key; null for none.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary>Bound to which certificate: the one by which the client proved who it is; null for none. A hop stands for nobody who connected.</summary>
    public string? CertificateThumbprint => Client.Certificate;

    /// <summary>The token that it wants to act with; null when it asks for itself.</summary>
    public AccessToken? Subject { get; init; }

    /// <summary>The connection to a person that it brings a code or refresh token of; null where it brings none.</summary>
    public Connection? Connection { get; init; }

    /// <summary>What an instance shows of itself; null where it is no instance that asks for an identity.</summary>
    public Attested? Attested { get; init; }

    /// <summary>Thumbprint of the key that must be proven with that; null for none.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>How that code or refresh token is used up.</summary>
    public Redemption? Redemption { get; init; }

    /// <summary>The identity by which an instance of the client proves whose it is; null where it does so in another way.</summary>
    public AccessToken? Identity => Client.Instance;

    /// <summary>Whose scopes, models and tools it may not exceed, besides the client's; null where nobody's.</summary>
    public ConsentedUse? Consented => Connection?.Use;
}
