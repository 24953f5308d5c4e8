namespace Bartizan.Identity.Issuing.Rules;

/// <summary>The person with whom it began has an account that works, and did not take back what the client rests on.</summary>
internal sealed class PersonRule : IIssuanceRule
{
    private static readonly OAuthError Ended = new("invalid_grant", "What the person allowed does not hold any more.");

    /// <inheritdoc/>
    public OAuthError? Check(IssuanceQuestion question, IssuanceDraft draft)
    {
        var connection = question.Connection;
        var person = connection?.Person ?? question.Subject?.Person;
        return (person is null || draft.Snapshot.Person(person) is not null)
            && (connection is null || (connection.Agent == question.Client.Id && !connection.Ended && draft.Now < connection.Expires && !draft.Snapshot.IsRevoked(connection.Id)))
            ? null
            : Ended;
    }
}
