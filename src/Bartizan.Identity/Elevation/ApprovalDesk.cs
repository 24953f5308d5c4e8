using Bartizan.Core.Elevation;
using Bartizan.Core.Elevation.Passkeys;
using Bartizan.Core.Results;
using Bartizan.Identity.Elevation.Rules;

namespace Bartizan.Identity.Elevation;

/// <summary>
/// The one place where people decide on access requests, whatever way they come. The rules run in this order, before anything is signed and again with
/// the signature; the first that objects decides.
/// </summary>
public sealed class ApprovalDesk(IAccessStore store, TimeProvider clock)
{
    private static readonly IApprovalRule[] Rules = [new WaitingRule(), new RightRule(), new AskedRule(), new ChainRule(), new BoundsRule()];

    /// <summary>What the person has to sign.</summary>
    /// <param name="request">Id of the request.</param>
    /// <param name="account">Id or name of the person's account.</param>
    /// <param name="uses">How often the call may be made.</param>
    /// <param name="until">Until when, in whole seconds.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    /// <exception cref="InputException">They may not approve it.</exception>
    public async ValueTask<ApprovalStatement> PrepareAsync(string request, string account, int uses, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var question = await AskAsync(request, account, uses, until, cancellationToken);
        return ApprovalStatement.Of(question.Request, question.Approver.Id, uses, until);
    }

    /// <summary>Takes a signed approval; returns the request as it is then.</summary>
    /// <inheritdoc cref="PrepareAsync" path="/param"/>
    /// <param name="request">Id of the request.</param>
    /// <param name="account">Id or name of the person's account.</param>
    /// <param name="uses">How often the call may be made.</param>
    /// <param name="until">Until when, in whole seconds.</param>
    /// <param name="proof">The signature.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    /// <exception cref="InputException">They may not approve it, or none of their keys made the signature.</exception>
    public async ValueTask<AccessRequest> ApproveAsync(
        string request, string account, int uses, DateTimeOffset until, ApprovalProof proof, CancellationToken cancellationToken)
    {
        var question = await AskAsync(request, account, uses, until, cancellationToken);
        var statement = ApprovalStatement.Of(question.Request, question.Approver.Id, uses, until);
        var keys = await store.KeysAsync(question.Approver.Id, cancellationToken);
        var key = keys.FirstOrDefault(k => ApprovalVerifier.Verify(statement, k, proof))
            ?? throw new InputException(keys.Count == 0
                ? new InputError("This person has no key to approve with.", "Register one first: a passkey in the console, or with `bartizan access key add`.")
                : new InputError("The signature is not one by a key of this person for this approval.", "Sign again, with a registered key."));
        var approval = new Approval
        {
            Request = question.Request.Id,
            Account = question.Approver.Id,
            Name = question.Approver.Name,
            Key = key.Id,
            Uses = uses,
            Until = until,
            Proof = proof,
            At = question.Now,
        };
        uint? count = key.Passkey is { } passkey ? PasskeyAssertion.Verify(statement.Hash(), key.PublicKey, passkey, proof) : null;
        return await store.ApproveAsync(approval, count, cancellationToken) is { } objection
            ? throw new InputException(objection)
            : (await store.FindAsync(request, clock.GetUtcNow(), cancellationToken))!;
    }

    /// <summary>Says no for a person; false when the request waits no longer.</summary>
    /// <exception cref="InputException">They may not decide.</exception>
    public async ValueTask<bool> DenyAsync(string request, string account, string reason, CancellationToken cancellationToken)
    {
        var approver = await ApproverAsync(account, cancellationToken);
        return approver.MayApprove
            ? await store.DenyAsync(request, approver.Name, reason, clock.GetUtcNow(), cancellationToken)
            : throw new InputException(new InputError("The account may not decide on access requests.", "An admin can give it the role approver."));
    }

    private async ValueTask<ApprovalQuestion> AskAsync(string id, string account, int uses, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var request = await store.FindAsync(id, now, cancellationToken)
            ?? throw new InputException(new InputError($"There is no access request '{id}'.", "`bartizan access list` shows all."));
        var approver = await ApproverAsync(account, cancellationToken);
        var question = new ApprovalQuestion(request, approver, await store.ApproverAsync(request.Agent.Owner, cancellationToken), uses, until, now);
        foreach (var rule in Rules)
        {
            if (rule.Check(question) is { } objection)
            {
                throw new InputException(objection);
            }
        }

        return question;
    }

    private async ValueTask<Approver> ApproverAsync(string account, CancellationToken cancellationToken) =>
        await store.ApproverAsync(account, cancellationToken)
        ?? throw new InputException(new InputError($"There is no account '{account}'.", "People get accounts in the console, on the page People."));
}
