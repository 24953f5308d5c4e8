using Bartizan.Core.Credentials;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Accounts;

/// <summary>What providers gave for people, sealed for session, account and provider: it goes with the session, whoever ends it.</summary>
public sealed partial class ConsoleStore : ISubjectTokens
{
    private const string SubjectKind = "accounts.subject";

    /// <inheritdoc/>
    public ValueTask<SubjectToken?> FindAsync(string account, string issuer, CancellationToken cancellationToken) => new(_database.Read(
        c =>
        {
            // What a person was before a kill switch on them, or their sign-out everywhere, acts for them no more.
            var row = c.QueryFirstOrDefault<SubjectRow>(
                """
                SELECT s.token_hash AS TokenHash, s.subject_token AS Given, s.subject_ends AS Ends FROM sessions s
                JOIN accounts a ON a.id = s.account AND a.disabled IS NULL
                JOIN identities i ON i.account = s.account AND i.issuer = s.issuer AND i.subject = s.subject
                WHERE s.account = @account AND s.issuer = @issuer AND s.subject_token IS NOT NULL AND s.expires > @now
                    AND NOT EXISTS (SELECT 1 FROM kill_switches WHERE kind = 'user' AND target = s.account AND epoch >= s.created)
                ORDER BY s.subject_ends DESC, s.created DESC LIMIT 1
                """,
                new { account, issuer, now = _clock.GetUtcNow().ToMicroseconds() });
            return row is not null && _content.Unseal(SubjectKind, Place(row.TokenHash, account, issuer), row.Given) is { } value
                ? new SubjectToken(row.TokenHash, value, SqliteTime.FromMicroseconds(row.Ends))
                : null;
        },
        cancellationToken));

    private string? Seal(Session session) => session is { Subject: { } subject, Identity: { } identity }
        ? _content.Seal(SubjectKind, Place(session.TokenHash, session.Account, identity.Issuer), subject.Value)
        : null;

    private static string Place(byte[] session, string account, string issuer) => $"{Convert.ToHexStringLower(session)}\n{account}\n{issuer}";

    private sealed class SubjectRow
    {
        public required byte[] TokenHash { get; init; }
        public required string Given { get; init; }
        public long Ends { get; init; }
    }
}
