using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>Knows one token, <see cref="Text"/>, and remembers how it was presented.</summary>
internal sealed class TestTokens(TokenFacts facts) : ITokenAuthenticator
{
    public const string Text = "eyJ.test.token";

    public const string Owner = "agt_owner";

    public TokenPresentation Seen { get; private set; }

    public TokenFailure Failure { get; init; }

    public SuspendedAgent? Suspended { get; init; }

    public string Issuer => "https://gateway.example";

    public bool BindsToCertificates { get; init; }

    /// <summary>An agent <c>helper</c> that acts for one of team <paramref name="team"/>.</summary>
    public static TokenFacts For(string? team, TokenAuthority? authority = null, params string[] scopes) => new(
        "tok_1",
        "txn_1",
        team is null ? [] : [new Principal(Owner, "owner", "ada", new Dictionary<string, string> { ["team"] = team })],
        scopes,
        authority,
        false);

    public TokenOutcome Authenticate(in TokenPresentation presented)
    {
        Seen = presented;
        return Failure != TokenFailure.None ? new(null, Failure, "fresh") { Suspended = Suspended }
            : presented.Token == Text ? new(new Principal("agt_helper", "helper", "ada", new Dictionary<string, string> { ["team"] = "red" }) { Token = facts }, TokenFailure.None, null)
            : new(null, TokenFailure.InvalidToken, null);
    }
}
