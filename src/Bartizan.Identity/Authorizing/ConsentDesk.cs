using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Identity.Issuing.Rules;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Authorizing;

/// <summary>Where people answer what clients ask them for, and take back what they allowed. The console puts pages before it.</summary>
public sealed class ConsentDesk(ConsentParties parties, IConsentStore store, Issuer issuer, ConsolePlace console, IIdSource ids, TimeProvider clock)
{
    /// <summary>How long a code works.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(60);

    /// <summary>The question behind a request's name, as this person is asked it; null when there is none, or its client works no more.</summary>
    public ValueTask<ConsentQuestion?> FindAsync(string name, string person, CancellationToken cancellationToken) => FindAsync(name, person, null, cancellationToken);

    /// <summary>The same, as this person is asked it who signed in so.</summary>
    public async ValueTask<ConsentQuestion?> FindAsync(string name, string person, SignIn? signIn, CancellationToken cancellationToken)
    {
        if (await WaitingAsync(name, cancellationToken) is not { } waiting)
        {
            return null;
        }

        var (request, party) = (waiting.Request, waiting.Party);
        var staysHere = RedirectUris.IsLoopback(request.Redirect);
        var known = request.AsksAgain || party.Agent is null ? [] : await store.ConsentsAsync(person, cancellationToken);
        return new ConsentQuestion
        {
            Client = request.Client,
            Agent = party.Agent?.Id,
            Name = party.Name,
            Owner = party.Agent?.Owner,
            Vouched = party.Vouched,
            Use = request.Use,
            Redirect = new Uri(request.Redirect),
            StaysHere = staysHere,
            Until = EndOf(request.Use, clock.GetUtcNow()),
            Expires = waiting.Expires,
            // Any program on the machine can call itself by a public client's name and wait for the answer (RFC 8252 §8.6).
            NeedsSignIn = NeedsSignIn(request, signIn),
            Remembered = !NeedsSignIn(request, signIn) && !(party.IsPublic && staysHere) && known.Any(c => c.Agent == party.Agent!.Id && c.Use.Covers(request.Use)),
        };
    }

    /// <summary>Says yes; returns the address to go to, or null when the question or the session is over, or the person did not sign in as the request asks for.</summary>
    /// <param name="name">The question.</param>
    /// <param name="person">Who answers.</param>
    /// <param name="signIn">How they signed in; null where that is not known.</param>
    /// <param name="session">SHA-256 of the token of the console session in which they answer; null where none is to be looked for.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public async ValueTask<string?> AllowAsync(string name, Person person, SignIn? signIn, byte[]? session, CancellationToken cancellationToken)
    {
        if (await WaitingAsync(name, cancellationToken) is not { } waiting || NeedsSignIn(waiting.Request, signIn) || await parties.AdmitAsync(waiting.Party, person, cancellationToken) is not { } agent)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var request = waiting.Request;
        var (code, hash) = OpaqueToken.Create(OpaqueToken.Code);
        var connection = new Connection
        {
            Id = ids.NewId("con"),
            Person = person.Id,
            Session = session,
            Agent = agent,
            Use = request.Use,
            SignIn = signIn,
            Redirect = request.Redirect,
            Challenge = request.Challenge,
            CodeKey = request.CodeKey,
            Created = now,
            CodeExpires = now + CodeLife,
            Expires = EndOf(request.Use, now) + CodeLife,
        };
        return await store.AllowAsync(waiting.Hash, connection, hash, request.Client, now, cancellationToken)
            ? Answer(request, ("code", code))
            : null;
    }

    /// <summary>Says no; returns the address to go to, or null when the question is over.</summary>
    public async ValueTask<string?> DenyAsync(string name, Person person, CancellationToken cancellationToken) =>
        await WaitingAsync(name, cancellationToken) is { } waiting
        && await store.DenyAsync(waiting.Hash, person.Id, waiting.Request.Client, waiting.Party.Agent?.Id, clock.GetUtcNow(), cancellationToken)
            ? Answer(waiting.Request, ("error", "access_denied"), ("error_description", "The person did not allow it."))
            : null;

    /// <summary>What a person allowed, by agent; agents that were revoked are left out.</summary>
    public async ValueTask<IReadOnlyList<(Agent Agent, bool Vouched, IReadOnlyList<Consent> Consents)>> ConnectedAsync(string person, CancellationToken cancellationToken)
    {
        var connected = new List<(Agent, bool, IReadOnlyList<Consent>)>();
        foreach (var consents in (await store.ConsentsAsync(person, cancellationToken)).GroupBy(c => c.Agent, StringComparer.Ordinal))
        {
            if (await parties.FindAsync(consents.Key, cancellationToken) is { Agent: { } agent } party)
            {
                connected.Add((agent, party.Vouched, [.. consents]));
            }
        }

        return connected;
    }

    /// <summary>Takes back all that a person allowed an agent; false when there is nothing.</summary>
    public ValueTask<bool> DisconnectAsync(string person, string agent, CancellationToken cancellationToken) =>
        store.RevokeAsync(person, agent, clock.GetUtcNow(), cancellationToken);

    private bool NeedsSignIn(ConsentRequest request, SignIn? signIn) => request.SignIn is { } demand && !demand.IsMetBy(signIn, clock.GetUtcNow());

    private DateTimeOffset EndOf(ConsentedUse use, DateTimeOffset now) => now + Shorter(use.Renews ? console.RefreshFor : LifetimeRule.OwnLife, use.Mandate?.Life);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;

    private string Answer(ConsentRequest request, params (string Name, string? Value)[] parameters) =>
        RedirectUris.Answer(request.Redirect, [.. parameters, ("state", request.State), ("iss", issuer.Origin)]);

    private async ValueTask<Waiting?> WaitingAsync(string name, CancellationToken cancellationToken) =>
        OpaqueToken.Hash(name, "") is { } hash
        && await store.FindRequestAsync(hash, clock.GetUtcNow(), cancellationToken) is var (request, expires)
        && await parties.FindAsync(request.Client, cancellationToken) is { } party
        && RedirectUris.Match(party.Redirects, request.Redirect)
            ? new Waiting(hash, request, expires, party)
            : null;

    private sealed record Waiting(byte[] Hash, ConsentRequest Request, DateTimeOffset Expires, ConsentParty Party);
}
