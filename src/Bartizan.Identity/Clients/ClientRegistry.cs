using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Signals.Transmitting;

namespace Bartizan.Identity.Clients;

/// <summary>Registers agents as clients of the authorization server.</summary>
public sealed class ClientRegistry(IIdentityStore store, IAgentStore agents, TimeProvider clock)
{
    private const int MaxEntries = 32;
    private const int MaxText = 512;
    private const string AttestationName = "attestation";

    /// <summary>Registers an agent with a new secret, in the place of what was registered. Throws <see cref="InputException"/> naming every input that cannot be.</summary>
    /// <returns>The client, and the secret, which cannot be had again.</returns>
    public async ValueTask<NewSecret> IssueSecretAsync(ClientWish wish, CancellationToken cancellationToken)
    {
        var secret = AgentKey.Create();
        var hash = new byte[SHA256.HashSizeInBytes];
        AgentKey.Hash(secret, hash);
        var client = await SetAsync(wish, client => client with { SecretHash = hash }, [], cancellationToken);
        return new NewSecret(client, secret);
    }

    /// <summary>Registers an agent with public keys, in the place of what was registered. Throws <see cref="InputException"/> naming every input that cannot be.</summary>
    public ValueTask<AgentClient> RegisterKeysAsync(ClientWish wish, string keys, CancellationToken cancellationToken)
    {
        List<InputError> errors = JsonWebKeySet.Parse(keys) is not null ? [] :
        [
            new InputError(
                $"The key set is not 1 to {JsonWebKeySet.MaxKeys} public signature keys, each EC P-256, or RSA of at least 2,048 bits with alg RS256 or PS256, and each with a kid of its own.",
                """Write {"keys":[{"kty":"EC","crv":"P-256","x":"…","y":"…"}]}, without private members."""),
        ];
        return SetAsync(wish, client => client with { Keys = keys }, errors, cancellationToken);
    }

    /// <summary>Registers an agent with the certificate that its connections have (RFC 8705 §2), in the place of what was registered. Throws <see cref="InputException"/> naming every input that cannot be.</summary>
    /// <param name="wish">What it may ask for.</param>
    /// <param name="mark">What the certificate is known by.</param>
    /// <param name="value">The name; of <see cref="CertificateMark.Thumbprint"/> the certificate itself, in PEM.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public ValueTask<AgentClient> RegisterCertificateAsync(ClientWish wish, CertificateMark mark, string value, CancellationToken cancellationToken)
    {
        var known = mark switch
        {
            CertificateMark.Thumbprint => ThumbprintOf(value),
            CertificateMark.Subject => SubjectName.Parse(value) is not null ? value : null,
            CertificateMark.Uri => AlternativeNames.IsVisible(value) && Uri.TryCreate(value, UriKind.Absolute, out _) ? value : null,
            _ => Uri.CheckHostName(value) == UriHostNameType.Dns ? value : null,
        };
        return SetAsync(wish, client => client with { Certificate = new ExpectedCertificate(mark, known!) }, known is not null ? [] : [NoCertificate(mark)], cancellationToken);
    }

    /// <summary>Registers an agent that cannot keep a secret, in the place of what was registered. Throws <see cref="InputException"/> naming every input that cannot be.</summary>
    public ValueTask<AgentClient> RegisterPublicAsync(ClientWish wish, CancellationToken cancellationToken) => SetAsync(
        wish,
        client => client,
        wish.Grants.Any(g => GrantOf(g) is { } grant && !GrantTypes.IsOfPeople(grant))
            ? [new InputError(
                "A public client can only use codes and refresh tokens.",
                "Write --grant authorization_code, and --grant refresh-token if it may go on without the person; or --attested where instances prove what they are.")]
            : [],
        cancellationToken);

    /// <summary>Registers an agent whose instances prove what they are by evidence, in the place of what was registered. Throws <see cref="InputException"/> naming every input that cannot be.</summary>
    public ValueTask<AgentClient> RegisterAttestedAsync(ClientWish wish, CancellationToken cancellationToken) =>
        SetAsync(wish with { Grants = [.. wish.Grants.Append(AttestationName).Distinct(StringComparer.Ordinal)] }, client => client, [], cancellationToken);

    private static InputError NoCertificate(CertificateMark mark) => mark switch
    {
        CertificateMark.Thumbprint => new("The certificate is not one in PEM of at most 8 KiB, with an EC key or an RSA key of 2,048 to 8,192 bits.", "Write the file with -----BEGIN CERTIFICATE-----, without a private key."),
        CertificateMark.Subject => new(
            "A subject is written as RFC 4514 has it: the types CN, L, ST, O, OU, C, STREET, DC, UID or their numbers, the last of the certificate first, no space beside a comma.",
            "Take it from: openssl x509 -in <file> -noout -subject -nameopt RFC2253"),
        CertificateMark.Uri => new("A URI in a certificate is absolute, of at most 2,048 visible ASCII characters.", "Write for example spiffe://example.org/ns/payments/sa/invoices."),
        _ => new("A DNS name in a certificate is a host, without *.", "Write for example invoices.example.com."),
    };

    private static string? ThumbprintOf(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return ClientCertificates.HasShape(certificate) ? ClientCertificates.Thumbprint(certificate) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private async ValueTask<AgentClient> SetAsync(ClientWish wish, Func<AgentClient, AgentClient> prove, List<InputError> errors, CancellationToken cancellationToken)
    {
        Validate(wish, errors);
        var agent = await FindAsync(wish.Agent, errors, cancellationToken);
        var delegates = new List<string>();
        foreach (var name in wish.Delegates)
        {
            if (await FindAsync(name, errors, cancellationToken) is { } found)
            {
                delegates.Add(found.Id);
            }
        }

        if (agent is null || errors.Count > 0)
        {
            throw new InputException(errors);
        }

        var client = prove(new AgentClient
        {
            Agent = agent.Id,
            Grants = [.. wish.Grants.Select(GrantOf).OfType<string>()],
            Resources = wish.Resources,
            Scopes = wish.Scopes,
            Ceiling = wish.Models.Count + wish.Tools.Count == 0 ? null : new TokenAuthority(wish.Models, wish.Tools),
            Delegates = delegates,
            RequiresProof = wish.RequiresProof,
            Redirects = wish.Redirects,
        });
        return await store.SetClientAsync(client, clock.GetUtcNow(), cancellationToken)
            ? client
            : throw new InputException(NoAgent(wish.Agent));
    }

    private static void Validate(ClientWish wish, List<InputError> errors)
    {
        if (wish.Grants.Count == 0 || wish.Grants.Any(g => GrantOf(g) is null))
        {
            errors.Add(new InputError("A grant is client_credentials, token-exchange, authorization_code, refresh-token, ciba, attestation or jwt-bearer.", "Write for example --grant client_credentials."));
        }

        if (wish.Grants.Contains(GrantTypes.AuthorizationCode) != (wish.Redirects.Count > 0) || (wish.Grants.Contains("refresh-token") && wish.Redirects.Count == 0))
        {
            errors.Add(new InputError("authorization_code and a redirect address go together, and refresh-token needs both.", "Write for example --grant authorization_code --redirect https://app.example.com/callback."));
        }

        if (wish.Redirects.Any(r => !RedirectUris.IsValid(r)))
        {
            errors.Add(new InputError(
                "A redirect address is https:// and a host, or http:// and 127.0.0.1, [::1] or localhost, without user, fragment or *.", "Write it letter for letter as the app sends it."));
        }

        if (wish.Resources.Count == 0 || wish.Resources.Any(r => !IsResource(r)))
        {
            errors.Add(new InputError(
                "A resource is / for the gateway, /mcp/<server> for one of its MCP servers, /ssf for streams of signals, or an absolute address without a fragment.", "Write for example --resource /."));
        }

        if (wish.Scopes.Any(s => s.Length == 0 || s.AsSpan().ContainsAnyExceptInRange('!', '~') || s.AsSpan().ContainsAny('"', '\\')))
        {
            errors.Add(new InputError("A scope has printable ASCII characters, and no space, quotation mark or backslash."));
        }

        if (wish.Models.Concat(wish.Tools).Any(e => !TokenAuthority.IsEntry(e)))
        {
            errors.Add(new InputError("A model or tool is a name in printable ASCII, or the beginning of one followed by *.", "Write for example --tool 'github/*'."));
        }

        foreach (var (list, what) in new[] { (wish.Resources, "resources"), (wish.Scopes, "scopes"), (wish.Models, "models"), (wish.Tools, "tools"), (wish.Delegates, "delegates"), (wish.Redirects, "redirect addresses") })
        {
            if (list.Count > MaxEntries || list.Any(e => e.Length > MaxText))
            {
                errors.Add(new InputError($"There may be at most {MaxEntries} {what}, of at most {MaxText} characters each."));
            }
        }
    }

    private async ValueTask<Agent?> FindAsync(string idOrName, List<InputError> errors, CancellationToken cancellationToken)
    {
        if (await agents.FindAsync(idOrName, cancellationToken) is { Revoked: null } agent)
        {
            return agent;
        }

        errors.Add(NoAgent(idOrName));
        return null;
    }

    private static InputError NoAgent(string idOrName) => new($"There is no working agent '{idOrName}'.", "`bartizan agent list` shows all agents.");

    private static string? GrantOf(string name) => name switch
    {
        "client_credentials" => GrantTypes.ClientCredentials,
        "token-exchange" => GrantTypes.TokenExchange,
        "authorization_code" => GrantTypes.AuthorizationCode,
        "refresh-token" => GrantTypes.RefreshToken,
        "ciba" => GrantTypes.Backchannel,
        AttestationName => GrantTypes.Attestation,
        "jwt-bearer" => GrantTypes.Assertion,
        _ => null,
    };

    private static bool IsResource(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && (text is "/" or SignalPaths.Resource
            || (text.StartsWith("/mcp/", StringComparison.Ordinal) && text.Length > 5 && !text.AsSpan(5).ContainsAny('/', '?', '#'))
            || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme != Uri.UriSchemeFile && uri.Fragment.Length == 0));
}

/// <summary>What a person wants an agent to be able to ask for.</summary>
public sealed record ClientWish
{
    /// <summary>The agent, by id or name.</summary>
    public required string Agent { get; init; }

    /// <summary><c>client_credentials</c>, <c>token-exchange</c>, <c>authorization_code</c>, <c>refresh-token</c>, <c>attestation</c>, <c>jwt-bearer</c>.</summary>
    public IReadOnlyList<string> Grants { get; init; } = ["client_credentials"];

    /// <summary>Resources; <c>/</c> is the gateway.</summary>
    public IReadOnlyList<string> Resources { get; init; } = ["/"];

    /// <summary>Scopes.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Models that its tokens are good for; without these and <see cref="Tools"/> there is no such bound.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Tools that its tokens are good for.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Agents, by id or name, that may act for it.</summary>
    public IReadOnlyList<string> Delegates { get; init; } = [];

    /// <summary>Where browsers may be sent with answers.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    /// <summary>Whether all its tokens must be bound to a key.</summary>
    public bool RequiresProof { get; init; }
}

/// <summary>A client with a secret just made.</summary>
/// <param name="Client">The client.</param>
/// <param name="Secret">Its secret, shown once.</param>
public sealed record NewSecret(AgentClient Client, string Secret);
