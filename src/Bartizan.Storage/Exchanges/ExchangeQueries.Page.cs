using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Exchanges;

public sealed partial class ExchangeQueries
{
    /// <summary>Exchanges that pass a filter, newest first.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="size">At most so many, 1 to 500.</param>
    /// <param name="after"><see cref="ExchangePage.Next"/> of the page before, or null for the first; anything else gives the first.</param>
    /// <param name="cancellationToken">Stops before the query.</param>
    public ValueTask<ExchangePage> PageAsync(ExchangeFilter filter, int size, string? after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        size = Math.Clamp(size, 1, 500);
        var (sql, parameters) = PageSql(filter, Place.Parse(after));
        parameters.Add("limit", size + 1);
        using var lease = _views.Read();
        var rows = lease.Connection.Query<Row>(sql, parameters).AsList();
        var next = rows.Count > size ? new Place(rows[size - 1].Time, rows[size - 1].Position).ToString() : null;
        return new(new ExchangePage([.. rows.Take(size).Select(r => r.ToSummary())], next));
    }

    private static (string Sql, DynamicParameters Parameters) PageSql(ExchangeFilter filter, Place? after)
    {
        var where = new List<string>();
        var parameters = new DynamicParameters();
        void Where(string condition, string name, object value)
        {
            where.Add(condition);
            parameters.Add(name, value);
        }

        // A label leads: its rows are few and in the order of the page already.
        var from = "exchanges e";
        if (filter.Label is { Length: > 0 } label)
        {
            from = "exchange_labels l CROSS JOIN exchanges e ON e.time = l.time AND e.position = l.position";
            Where("l.label = @label", "label", label);
        }

        var (time, position) = filter.Label is { Length: > 0 } ? ("l.time", "l.position") : ("e.time", "e.position");
        if (filter.Agent is { Length: > 0 } agent)
        {
            Where("e.agent = @agent", "agent", agent);
        }

        if (filter.Verdicts.Count > 0)
        {
            // Numbers of our own enum, written out so that the partial index can serve.
            where.Add($"e.verdict IN ({string.Join(',', filter.Verdicts.Distinct().Select(v => ((int)v).ToString(CultureInfo.InvariantCulture)))})");
        }

        if (filter.Text is { Length: > 0 } text)
        {
            Where(@"(e.model LIKE @text ESCAPE '\' OR e.route LIKE @text ESCAPE '\' OR e.agent_name LIKE @text ESCAPE '\')", "text", $"%{Escape(text)}%");
        }

        if (filter.From is { } first)
        {
            Where($"{time} >= @first", "first", first.ToMicroseconds());
        }

        if (filter.To is { } last)
        {
            Where($"{time} < @last", "last", last.ToMicroseconds());
        }

        if (after is { } place)
        {
            Where($"({time}, {position}) < (@placeTime, @placePosition)", "placeTime", place.Time);
            parameters.Add("placePosition", place.Position);
        }

        var sql = $"""
            SELECT e.time, e.position, e.id, e.agent, e.agent_name AS AgentName, e.dialect, e.route, e.model, e.stream, e.status, e.verdict, e.labels, e.total, e.overhead
            FROM {from}
            {(where.Count == 0 ? "" : "WHERE " + string.Join(" AND ", where))}
            ORDER BY {time} DESC, {position} DESC LIMIT @limit
            """;
        return (sql, parameters);
    }

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    /// <summary>Where a page ends.</summary>
    private readonly record struct Place(long Time, long Position)
    {
        public static Place? Parse(string? text) =>
            text?.Split('.') is [var time, var position]
            && long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var t)
            && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
                ? new Place(t, p)
                : null;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time}.{Position}");
    }

    private sealed class Row
    {
        public long Time { get; init; }
        public long Position { get; init; }
        public required string Id { get; init; }
        public string? Agent { get; init; }
        public string? AgentName { get; init; }
        public required string Dialect { get; init; }
        public required string Route { get; init; }
        public required string Model { get; init; }
        public long Stream { get; init; }
        public long Status { get; init; }
        public long Verdict { get; init; }
        public required string Labels { get; init; }
        public long Total { get; init; }
        public long Overhead { get; init; }

        public ExchangeSummary ToSummary() => new()
        {
            Position = Position,
            Id = Id,
            Time = SqliteTime.FromMicroseconds(Time),
            Agent = Agent,
            AgentName = AgentName,
            Dialect = Dialect,
            Route = Route,
            Model = Model,
            Stream = Stream != 0,
            Status = (int)Status,
            Verdict = (Verdict)Verdict,
            Labels = Labels.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            TotalMicroseconds = Total,
            OverheadMicroseconds = Overhead,
        };
    }
}
