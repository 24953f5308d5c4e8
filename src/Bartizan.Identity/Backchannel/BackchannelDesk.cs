using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Core.Ids;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Issuing.Rules;

namespace Bartizan.Identity.Backchannel;

/// <summary>A request as the person is asked it: who asks in our words, what for, and what the client would have compared in its own.</summary>
/// <param name="Request">The request.</param>
/// <param name="Agent">The agent.</param>
public sealed record BackchannelQuestion(BackchannelRequest Request, Agent Agent);

/// <summary>Where people answer what clients ask them without a browser. Everybody answers for themselves only; every request is answered by itself, and nothing is remembered.</summary>
public sealed class BackchannelDesk(ConsentParties parties, IBackchannelStore store, IIdSource ids, TimeProvider clock)
{
    /// <summary>What waits for a person; what agents ask that work no more is left out.</summary>
    public async ValueTask<IReadOnlyList<BackchannelQuestion>> WaitingAsync(string person, CancellationToken cancellationToken)
    {
        var questions = new List<BackchannelQuestion>();
        foreach (var request in await store.WaitingAsync(person, clock.GetUtcNow(), cancellationToken))
        {
            if (await parties.FindAsync(request.Agent, cancellationToken) is { Agent: { } agent })
            {
                questions.Add(new(request, agent));
            }
        }

        return questions;
    }

    /// <summary>Says yes; false when the question is over or not this person's.</summary>
    public ValueTask<bool> AllowAsync(string id, string person, CancellationToken cancellationToken) => AllowAsync(id, person, null, null, cancellationToken);

    /// <summary>The same for a person who signed in so; false also when their session is over.</summary>
    /// <param name="id">The question.</param>
    /// <param name="person">Account id of who answers.</param>
    /// <param name="signIn">How they signed in; null where that is not known.</param>
    /// <param name="session">SHA-256 of the token of the console session in which they answer; null where none is to be looked for.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public async ValueTask<bool> AllowAsync(string id, string person, SignIn? signIn, byte[]? session, CancellationToken cancellationToken)
    {
        if ((await WaitingAsync(person, cancellationToken)).FirstOrDefault(q => q.Request.Id == id) is not { Request: var request })
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var connection = new Connection
        {
            Id = ids.NewId("con"),
            Person = person,
            Session = session,
            Agent = request.Agent,
            Use = request.Use,
            SignIn = signIn,
            // There is neither a browser to be sent somewhere nor a verifier: the auth_req_id is the client's alone.
            Redirect = "",
            Challenge = "",
            CodeKey = request.Key,
            Created = now,
            CodeExpires = request.Expires,
            Expires = request.Use.Mandate?.Life is { } life && now + life < request.Expires + LifetimeRule.OwnLife ? now + life : request.Expires + LifetimeRule.OwnLife,
        };
        return await store.AllowAsync(id, connection, now, cancellationToken);
    }

    /// <summary>Says no; false when the question is over or not this person's.</summary>
    public ValueTask<bool> RefuseAsync(string id, string person, CancellationToken cancellationToken) => store.RefuseAsync(id, person, clock.GetUtcNow(), cancellationToken);
}
