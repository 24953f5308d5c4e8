using System.Text;
using Bartizan.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Exchanges;

/// <summary>The projector's prepared statements: it keeps up with the gateway on a small part of its CPU.</summary>
internal sealed class ViewStatements(SqliteConnection views) : IDisposable
{
    private const int MostUsesADay = 2_000;

    private readonly Statement _exchange = new(views,
        """
        INSERT INTO exchanges (time, position, id, agent, agent_name, dialect, route, model, stream, status, verdict, labels, total, overhead)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        """);

    private readonly Statement _label = new(views, "INSERT INTO exchange_labels (label, time, position) VALUES (?1, ?2, ?3)");

    private readonly Statement _traffic = new(views,
        """
        INSERT INTO traffic (minute, agent, verdict, bucket, exchanges, total) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (minute, agent, verdict, bucket) DO UPDATE SET exchanges = exchanges + excluded.exchanges, total = total + excluded.total
        """);

    private readonly Statement _findings = new(views,
        """
        INSERT INTO findings (minute, label, exchanges) VALUES (?1, ?2, ?3)
        ON CONFLICT (minute, label) DO UPDATE SET exchanges = exchanges + excluded.exchanges
        """);

    private readonly Statement _asked = new(views,
        """
        INSERT INTO shadow_asked (trial, asked, changed, first, last) VALUES (?1, 1, ?2, ?3, ?3)
        ON CONFLICT (trial) DO UPDATE SET asked = asked + 1, changed = changed + excluded.changed, first = min(first, excluded.first), last = max(last, excluded.last)
        """);

    private readonly Statement _changed = new(views, "INSERT INTO shadow_changes (trial, time, position, exchange) VALUES (?1, ?2, ?3, ?4)");

    private readonly Statement _use = new(views,
        """
        UPDATE uses SET passed = passed + ?5, first = min(first, ?6), last = max(last, ?7)
        WHERE agent = ?1 AND day = ?2 AND action = ?3 AND resource = ?4
        """);

    // Names are the clients' to choose: of each agent's day only so many are kept.
    private readonly Statement _newUse = new(views,
        """
        INSERT INTO uses (agent, day, action, resource, passed, first, last) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
        WHERE changes() = 0 AND (SELECT count(*) FROM uses WHERE agent = ?1 AND day = ?2) < ?8
        """);

    private readonly Statement _served = new(views,
        """
        INSERT INTO model_upstreams (model, upstream, first, last) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (model, upstream) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)
        """);

    /// <summary>Notes that an upstream answered for a model.</summary>
    public void AddServed(string model, string upstream, long first, long last)
    {
        Text(_served, 1, model);
        Text(_served, 2, upstream);
        _served.Bind(3, first).Bind(4, last).Execute();
    }

    /// <summary>Adds to what an agent was let do on a day.</summary>
    public void AddUse(in DayOfUse use, long passed, long first, long last)
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_use, _newUse])
        {
            Text(statement, 1, use.Agent);
            statement.Bind(2, use.Day);
            Text(statement, 3, use.Action);
            Text(statement, 4, use.Resource);
            statement.Bind(5, passed).Bind(6, first).Bind(7, last);
        }

        _use.Execute();
        _newUse.Bind(8, MostUsesADay).Execute();
    }

    /// <summary>Adds a line of the list.</summary>
    public void AddExchange(long position, long time, ExchangeProjection exchange)
    {
        _exchange.Bind(1, time).Bind(2, position);
        Text(_exchange, 3, exchange.Id);
        Text(_exchange, 4, exchange.Agent);
        Text(_exchange, 5, exchange.AgentName);
        Text(_exchange, 6, exchange.Dialect);
        Text(_exchange, 7, exchange.Route);
        Text(_exchange, 8, exchange.Model);
        _exchange.Bind(9, exchange.Stream ? 1 : 0).Bind(10, exchange.Status).Bind(11, (int)exchange.Verdict);
        Text(_exchange, 12, string.Join(' ', exchange.Labels));
        _exchange.Bind(13, exchange.Total).Bind(14, exchange.Overhead).Execute();
    }

    /// <summary>Makes an exchange findable by a label.</summary>
    public void AddLabel(string label, long time, long position)
    {
        Text(_label, 1, label);
        _label.Bind(2, time).Bind(3, position).Execute();
    }

    /// <summary>Adds to a minute's traffic.</summary>
    public void AddTraffic(long minute, string agent, int verdict, int bucket, long exchanges, long total)
    {
        _traffic.Bind(1, minute);
        Text(_traffic, 2, agent);
        _traffic.Bind(3, verdict).Bind(4, bucket).Bind(5, exchanges).Bind(6, total).Execute();
    }

    /// <summary>Adds to a minute's findings.</summary>
    public void AddFindings(long minute, string label, long exchanges)
    {
        _findings.Bind(1, minute);
        Text(_findings, 2, label);
        _findings.Bind(3, exchanges).Execute();
    }

    /// <summary>Counts an exchange that was a trial of a policy in shadow mode.</summary>
    public void AddTrial(string trial, long time, long position, string exchange, bool changed)
    {
        Text(_asked, 1, trial);
        _asked.Bind(2, changed ? 1 : 0).Bind(3, time).Execute();
        if (changed)
        {
            Text(_changed, 1, trial);
            _changed.Bind(2, time).Bind(3, position);
            Text(_changed, 4, exchange);
            _changed.Execute();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _asked.Dispose();
        _changed.Dispose();
        _exchange.Dispose();
        _label.Dispose();
        _traffic.Dispose();
        _findings.Dispose();
        _use.Dispose();
        _newUse.Dispose();
        _served.Dispose();
    }

    private static void Text(Statement statement, int index, string? value)
    {
        if (value is null)
        {
            statement.BindNull(index);
            return;
        }

        Span<byte> buffer = stackalloc byte[512];
        if (Encoding.UTF8.TryGetBytes(value, buffer, out var length))
        {
            statement.BindText(index, buffer[..length]);
        }
        else
        {
            statement.BindText(index, Encoding.UTF8.GetBytes(value));
        }
    }
}

/// <summary>One thing that an agent was let do, on one day.</summary>
/// <param name="Agent">Agent id.</param>
/// <param name="Day">Days since 1970-01-01 UTC.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource, as <see cref="Core.Identity.Reviews.PermissionUse.Resource"/>.</param>
internal readonly record struct DayOfUse(string Agent, long Day, string Action, string Resource);
