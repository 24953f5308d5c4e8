using System.Text.Json;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Reviews;

/// <summary>Proposals of narrower authority.</summary>
internal sealed partial class SqliteReviewStore
{
    private const string ProposalColumns = "SELECT state, proposal, by_whom AS ByWhom, at, reason FROM authority_proposals ";

    /// <inheritdoc/>
    public ValueTask<bool> ProposeAsync(AuthorityProposal proposal, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var added = scope.Connection.Execute(
                "INSERT INTO authority_proposals (id, blueprint, state, until, proposal) VALUES (@Id, @Blueprint, 'Open', @until, @json) ON CONFLICT DO NOTHING",
                new { proposal.Id, proposal.Blueprint, until = proposal.Until.ToMicroseconds(), json = JsonSerializer.Serialize(proposal, EventFacts.Options) });
            if (added > 0)
            {
                Tell(scope, null, "review.proposed", proposal.Created, new { proposal = proposal.Id, proposal.Blueprint, proposal.Name, proposal.Version, proposal.Uses, proposal.Depth, proposal.Changes, proposal.Backtest, proposal.Until });
            }

            return added > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuthorityProposal>> ProposalsAsync(int most, CancellationToken cancellationToken) =>
        Proposals("ORDER BY state <> 'Open', id DESC LIMIT @most", new { most }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<AuthorityProposal?> FindProposalAsync(string id, CancellationToken cancellationToken) =>
        (await Proposals("WHERE id = @id", new { id }, cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public ValueTask<bool> DecideAsync(string proposal, ProposalState state, string? by, string? reason, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var decided = scope.Connection.Execute(
                "UPDATE authority_proposals SET state = @state, by_whom = @by, at = @at, reason = @reason WHERE id = @proposal AND state = 'Open'",
                new { proposal, state = state.ToString(), by, at = when.ToMicroseconds(), reason }) > 0;
            if (decided)
            {
                Tell(scope, null, "review.proposal-decided", when, new { proposal, state = state.ToString(), by, reason });
            }

            return decided;
        },
        cancellationToken);

    private ValueTask<IReadOnlyList<AuthorityProposal>> Proposals(string where, object parameters, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<AuthorityProposal>>(
        c => [.. c.Query<ProposalRow>(ProposalColumns + where, parameters).Select(r => r.ToProposal())], cancellationToken));

    private sealed class ProposalRow
    {
        public required string State { get; init; }
        public required string Proposal { get; init; }
        public string? ByWhom { get; init; }
        public long? At { get; init; }
        public string? Reason { get; init; }

        public AuthorityProposal ToProposal() => JsonSerializer.Deserialize<AuthorityProposal>(Proposal, EventFacts.Options)! with
        {
            State = Enum.Parse<ProposalState>(State),
            By = ByWhom,
            At = At is { } at ? SqliteTime.FromMicroseconds(at) : null,
            Reason = Reason,
        };
    }
}
