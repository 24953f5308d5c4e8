using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing.Rules;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// An agent brings what a person's identity provider asserts: that this agent may act for this person here (ID-JAG,
/// draft-ietf-oauth-identity-assertion-authz-grant-04 §4.4). It stands in the place of the person's own answer, bounds the tokens as that would, and is good
/// once. There are no refresh tokens: who wants more asks the provider again.
/// </summary>
internal sealed class AssertionGrant(AssertionCheck check, ILinkedPeople people, IdentityDirectory directory, IIdSource ids, TimeProvider clock) : IGrant
{
    /// <summary>What the metadata says of it.</summary>
    public const string Profile = "urn:ietf:params:oauth:grant-profile:id-jag";

    private static readonly OAuthError NoAssertion = OAuthError.InvalidRequest("Send the assertion of an identity provider as assertion.");
    private static readonly OAuthError NotGood = new(
        "invalid_grant", "The assertion does not hold: it is not of an identity provider that is configured for it, not for this server, client and moment, or of nobody who is known here.");

    /// <inheritdoc/>
    public string Type => GrantTypes.Assertion;

    /// <inheritdoc/>
    public async ValueTask<(GrantBasis? Basis, OAuthError? Error)> ReadAsync(ClientEntry client, OAuthForm form, CancellationToken cancellationToken)
    {
        if (form["assertion"] is not { } text)
        {
            return (null, NoAssertion);
        }

        var (asserted, wrong) = await check.RunAsync(text, client.Id, cancellationToken);
        if (asserted is null)
        {
            return (null, NotGood with { Recorded = wrong });
        }

        if (await people.FindAsync(asserted.Issuer, asserted.Subject, cancellationToken) is not { } person
            // Of somebody who signed in a moment ago the rules of issuance would not know yet.
            || await directory.FindPersonAsync(person.Id, cancellationToken) is null)
        {
            return (null, NotGood with { Recorded = "no working account is linked to this person of " + asserted.Issuer });
        }

        var now = clock.GetUtcNow();
        var connection = new Connection
        {
            Id = ids.NewId("con"),
            Person = person.Id,
            Agent = client.Id,
            Use = asserted.Use,
            Redirect = "",
            Challenge = "",
            Created = now,
            CodeExpires = now,
            Expires = now + LifetimeRule.OwnLife,
        };
        var known = SHA256.HashData(Encoding.UTF8.GetBytes($"id-jag {asserted.Issuer.Length}:{asserted.Issuer}{asserted.Id}"));
        return (
            new GrantBasis
            {
                Connection = connection,
                RequiredKey = asserted.KeyThumbprint,
                Redemption = new Redemption { Connection = connection.Id, Begins = new(connection, known, asserted.Issuer, asserted.Subject, asserted.Issued), When = now },
            },
            null);
    }
}
