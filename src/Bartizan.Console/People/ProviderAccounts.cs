using Bartizan.Console.Contract;
using Bartizan.Core.Ids;
using Bartizan.Identity.Federation;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.People;

/// <summary>
/// Which account somebody has whom a provider vouches for. Only issuer and subject tell: an account is never found by a name or an address that the provider
/// says, because whoever may choose those there could choose another's.
/// </summary>
internal sealed class ProviderAccounts(ConsoleStore store, Sessions sessions, SetUps setUps, IIdSource ids, TimeProvider clock)
{
    private const string By = "provider";

    /// <summary>Goes on with what somebody went to the provider for: the visitor they are now, or what is in the way.</summary>
    public Task<(Visitor? Visitor, SignInProblem? Problem)> GoOnAsync(ConsoleIntent intent, ProviderOptions provider, FederatedPerson person, CancellationToken cancellationToken) =>
        intent switch
        {
            { Links: true } => LinkAsync(intent.Visitor, person, cancellationToken),
            { Visitor: { State: SessionState.SetUp, Account: { } invited } } => AcceptAsync(intent.Visitor, invited, person, cancellationToken),
            _ => EnterAsync(intent, provider, person, cancellationToken),
        };

    private async Task<(Visitor?, SignInProblem?)> EnterAsync(ConsoleIntent intent, ProviderOptions provider, FederatedPerson person, CancellationToken cancellationToken)
    {
        var account = await store.FindByIdentityAsync(person.Issuer, person.Subject, cancellationToken);
        if (account is { Disabled: not null })
        {
            return (null, SignInProblem.Disabled);
        }

        // Who proves anew that they are somebody does not become somebody else.
        if (intent.Anew && account?.Id != intent.Visitor.Account?.Id)
        {
            return (null, SignInProblem.OtherPerson);
        }

        if (account is null && provider.Accounts == AccountMaking.MustExist)
        {
            return (null, SignInProblem.NoAccount);
        }

        if (account is null || (account.Issuer == person.Issuer && provider.Roles.Count > 0))
        {
            (account, var problem) = await FollowAsync(account, provider, person, cancellationToken);
            if (account is null)
            {
                return (null, problem);
            }
        }

        await sessions.EndAsync(intent.Visitor, cancellationToken);
        return await BeginAsync(account, person, intent.Anew, cancellationToken);
    }

    // Accounts that the provider made have the roles that its claims give now, and without any they end.
    private async Task<(Account?, SignInProblem?)> FollowAsync(Account? account, ProviderOptions provider, FederatedPerson person, CancellationToken cancellationToken)
    {
        var roles = person.RolesBy(provider.Roles);
        if (account is not null)
        {
            await store.SetRolesAsync(account.Id, roles, By, cancellationToken);
            if (roles.Count > 0)
            {
                return (account with { Roles = roles }, null);
            }

            await store.EndSessionsAsync(account.Id, except: null, cancellationToken);
        }

        return roles.Count > 0 ? await AddAsync(provider, person, roles, cancellationToken) : (null, SignInProblem.NoRole);
    }

    private async Task<(Account?, SignInProblem?)> AddAsync(ProviderOptions provider, FederatedPerson person, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        if (person.Text(provider.NameClaim) is not { } name || !NameRules.IsGood(name))
        {
            return (null, SignInProblem.NoName);
        }

        var account = new Account { Id = ids.NewId("acc"), Name = name, Roles = roles, Created = clock.GetUtcNow(), Issuer = person.Issuer };
        if (await store.AddFromProviderAsync(account, Identity(account.Id, person), cancellationToken))
        {
            return (account, null);
        }

        // Somebody who clicked twice has made it meanwhile.
        return await store.FindByIdentityAsync(person.Issuer, person.Subject, cancellationToken) is { Disabled: null } made ? (made, null) : (null, SignInProblem.NameTaken);
    }

    private async Task<(Visitor?, SignInProblem?)> AcceptAsync(Visitor settingUp, Account invited, FederatedPerson person, CancellationToken cancellationToken)
    {
        if (await store.FindByIdentityAsync(person.Issuer, person.Subject, cancellationToken) is not null)
        {
            return (null, SignInProblem.Linked);
        }

        // From here on only one of two goes on that hold the same invitation.
        return setUps.Find(settingUp.Token!) is not null && setUps.End(settingUp.Token!) && await store.LinkIdentityAsync(Identity(invited.Id, person), invited.Id, cancellationToken)
            ? await BeginAsync(invited, person, proven: false, cancellationToken)
            : (null, SignInProblem.Over);
    }

    private async Task<(Visitor?, SignInProblem?)> LinkAsync(Visitor before, FederatedPerson person, CancellationToken cancellationToken)
    {
        var visitor = await sessions.FindAsync(before.Token, cancellationToken);
        if (visitor.State != SessionState.SignedIn)
        {
            return (null, SignInProblem.Over);
        }

        return await store.LinkIdentityAsync(Identity(visitor.Account!.Id, person), visitor.Account.Id, cancellationToken) ? (visitor, null) : (null, SignInProblem.Linked);
    }

    private async Task<(Visitor?, SignInProblem?)> BeginAsync(Account account, FederatedPerson person, bool proven, CancellationToken cancellationToken) =>
        await sessions.BeginAsync(
            account, new SessionIdentity(person.Issuer, person.Subject, person.Sid), person.IdToken is { } token ? (token, person.Ends) : null, proven, cancellationToken) is { } visitor ? (visitor, null) : (null, SignInProblem.Disabled);

    private LinkedIdentity Identity(string account, FederatedPerson person) =>
        new() { Id = ids.NewId("idn"), Issuer = person.Issuer, Subject = person.Subject, Account = account, Linked = clock.GetUtcNow() };
}
