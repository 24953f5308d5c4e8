using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Exchanges;

public sealed partial class ExchangeQueries
{
    private const int MarksAtOnce = 500;

    /// <summary>What policies in shadow mode were asked so far, by id and digest; every version of a policy by itself.</summary>
    public ValueTask<IReadOnlyList<ShadowTrial>> ShadowAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var store = _store.Read();
        using var views = _views.Read();
        var attacks = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var some in store.Connection.Query<string>("SELECT exchange FROM exchange_marks WHERE attack = 1").Chunk(MarksAtOnce))
        {
            foreach (var trial in views.Connection.Query<string>("SELECT trial FROM shadow_changes WHERE exchange IN @some", new { some }))
            {
                attacks[trial] = attacks.GetValueOrDefault(trial) + 1;
            }
        }

        return new([.. views.Connection
            .Query<TrialRow>("SELECT trial, asked, changed, first, last FROM shadow_asked ORDER BY trial")
            .Select(row => row.ToTrial(attacks.GetValueOrDefault(row.Trial)))]);
    }

    private sealed class TrialRow
    {
        public required string Trial { get; init; }
        public long Asked { get; init; }
        public long Changed { get; init; }
        public long First { get; init; }
        public long Last { get; init; }

        public ShadowTrial ToTrial(long attacks)
        {
            var at = Math.Max(0, Trial.LastIndexOf('@'));
            return new ShadowTrial(
                Trial[..at], Trial[Math.Min(Trial.Length, at + 1)..], Asked, Changed, attacks, SqliteTime.FromMicroseconds(First), SqliteTime.FromMicroseconds(Last));
        }
    }
}
