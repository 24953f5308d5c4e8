using System.Text.Json;
using Bartizan.Core.Budgets;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Budgets;

/// <summary>Counts of budgets in the store's SQLite file. They are no events: an exchange's own record says what it spent.</summary>
internal sealed class SqliteBudgetStore(StoreWriter writer, Database database) : IBudgetStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BudgetCount>> LoadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection
            .Query<Row>("SELECT budget, unit, currency, period, agent, user, system, model, ceiling, newest, amounts FROM budget_counts ORDER BY 1, 2, 3, 4, 5, 6, 7, 8")
            .Select(r => r.ToCount())]);
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync(IReadOnlyList<BudgetCount> counts, IReadOnlyList<BudgetKey> forgotten, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            // One of the forgotten may have begun anew since, and then stands among the counts too.
            scope.Connection.Execute(
                """
                DELETE FROM budget_counts WHERE budget = @Budget AND unit = @Unit AND currency = @Currency AND period = @Period
                AND agent = @Agent AND user = @User AND system = @System AND model = @Model
                """,
                forgotten.Select(key => Row.Of(new BudgetCount(key, 0, 0, []))));
            return scope.Connection.Execute(
                """
                INSERT INTO budget_counts (budget, unit, currency, period, agent, user, system, model, ceiling, newest, amounts)
                VALUES (@Budget, @Unit, @Currency, @Period, @Agent, @User, @System, @Model, @Ceiling, @Newest, @Amounts)
                ON CONFLICT DO UPDATE SET ceiling = excluded.ceiling, newest = excluded.newest, amounts = excluded.amounts
                """,
                counts.Select(Row.Of));
        },
        cancellationToken);

    private sealed class Row
    {
        public required string Budget { get; init; }
        public required string Unit { get; init; }
        public required string Currency { get; init; }
        public required string Period { get; init; }
        public required string Agent { get; init; }
        public required string User { get; init; }
        public required string System { get; init; }
        public required string Model { get; init; }
        public long Ceiling { get; init; }
        public long Newest { get; init; }
        public required string Amounts { get; init; }

        public static Row Of(BudgetCount count) => new()
        {
            Budget = count.Key.Budget,
            Unit = count.Key.Unit.ToString(),
            Currency = count.Key.Currency,
            Period = count.Key.Period.ToString(),
            Agent = count.Key.Subject.Agent,
            User = count.Key.Subject.User,
            System = count.Key.Subject.System,
            Model = count.Key.Subject.Model,
            Ceiling = count.Limit,
            Newest = count.Newest,
            Amounts = JsonSerializer.Serialize(count.Amounts),
        };

        public BudgetCount ToCount() => new(
            new(Budget, Enum.Parse<BudgetUnit>(Unit), Currency, Enum.Parse<BudgetPeriod>(Period), new(Agent, User, System, Model)),
            Ceiling,
            Newest,
            JsonSerializer.Deserialize<long[]>(Amounts)!);
    }
}
