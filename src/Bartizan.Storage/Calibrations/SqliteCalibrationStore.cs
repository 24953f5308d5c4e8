using Bartizan.Core.Calibrations;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Calibrations;

/// <summary>Calibrations in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed class SqliteCalibrationStore(StoreWriter writer, Database database, IIdSource ids) : ICalibrationStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Calibration>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection
            .Query<Row>(
                """
                SELECT system, channel, model, annotate, block, annotate_budget AS AnnotateBudget, block_budget AS BlockBudget, texts, by_whom AS By, at
                FROM calibrations ORDER BY system, channel
                """)
            .Select(r => r.ToCalibration())]);
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(IReadOnlyList<Calibration> calibrations, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            scope.Connection.Execute(
                """
                INSERT INTO calibrations (system, channel, model, annotate, block, annotate_budget, block_budget, texts, by_whom, at)
                VALUES (@System, @Channel, @Model, @Annotate, @Block, @AnnotateBudget, @BlockBudget, @Texts, @By, @At)
                ON CONFLICT (system, channel) DO UPDATE SET
                    model = excluded.model, annotate = excluded.annotate, block = excluded.block, annotate_budget = excluded.annotate_budget,
                    block_budget = excluded.block_budget, texts = excluded.texts, by_whom = excluded.by_whom, at = excluded.at
                """,
                calibrations.Select(Row.Of));
            foreach (var calibration in calibrations)
            {
                Tell(scope, "guard.calibrated", calibration.At, calibration);
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ClearAsync(string system, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (scope.Connection.Execute("DELETE FROM calibrations WHERE system = @system", new { system }) == 0)
            {
                return false;
            }

            Tell(scope, "guard.calibration-cleared", when, new { system, by });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(lease.Connection.ExecuteScalar<long>("SELECT value FROM versions WHERE name = 'calibrations'"));
    }

    private void Tell(WriteScope scope, string kind, DateTimeOffset when, object fact)
    {
        scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'calibrations'");
        scope.Append(EventFacts.Record(ids, "guard", kind, when, fact));
    }

    private sealed class Row
    {
        public required string System { get; init; }
        public required string Channel { get; init; }
        public required string Model { get; init; }
        public double Annotate { get; init; }
        public double Block { get; init; }
        public double AnnotateBudget { get; init; }
        public double BlockBudget { get; init; }
        public long Texts { get; init; }
        public required string By { get; init; }
        public long At { get; init; }

        public static Row Of(Calibration c) => new()
        {
            System = c.System,
            Channel = c.Channel,
            Model = c.Model,
            Annotate = c.Annotate,
            Block = c.Block,
            AnnotateBudget = c.AnnotateBudget,
            BlockBudget = c.BlockBudget,
            Texts = c.Rows,
            By = c.By,
            At = c.At.ToMicroseconds(),
        };

        public Calibration ToCalibration() => new()
        {
            System = System,
            Channel = Channel,
            Model = Model,
            Annotate = Annotate,
            Block = Block,
            AnnotateBudget = AnnotateBudget,
            BlockBudget = BlockBudget,
            Rows = Texts,
            By = By,
            At = SqliteTime.FromMicroseconds(At),
        };
    }
}
