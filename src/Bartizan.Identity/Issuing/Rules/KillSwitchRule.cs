using Bartizan.Core.KillSwitches;

namespace Bartizan.Identity.Issuing.Rules;

/// <summary>Nothing is issued to an agent, for one, for a person, or for a piece of work that a kill switch stops.</summary>
internal sealed class KillSwitchRule(IStanding standing) : IIssuanceRule
{
    private static readonly OAuthError Stopped = new("unauthorized_client", "A kill switch stops this client, or one that it would act for.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        var (switches, subject) = (standing.KillSwitches, question.Subject);
        // What a person allowed before a switch was thrown is as dead as the tokens and identities of then.
        var allowed = question.Connection?.Created ?? question.Identity?.Issued;
        if (switches.Stopping(question.Client.Agent, subject?.Transaction, allowed) is not null)
        {
            return Stopped;
        }

        if ((subject?.Person ?? question.Connection?.Person) is { } person && switches.StoppingPerson(person, subject?.Issued ?? allowed) is not null)
        {
            return Stopped;
        }

        foreach (var agent in subject?.Agents ?? [])
        {
            if (draft.Snapshot.Agent(agent) is not { } behind || switches.Stopping(behind, subject!.Transaction, subject.Issued) is not null)
            {
                return Stopped;
            }
        }

        return null;
    }
}
