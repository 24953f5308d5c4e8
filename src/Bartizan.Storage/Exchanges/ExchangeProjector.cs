using System.Globalization;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Exchanges;

/// <summary>Takes the log into the console's views, in batches, each with its progress in one transaction: resumable anywhere, rebuildable from nothing.</summary>
internal sealed class ExchangeProjector : IDisposable
{
    // Small, so that on one core the requests in between wait milliseconds at most.
    private const int BatchSize = 128;

    private readonly SqliteConnection _views;
    private readonly IEventLog _log;
    private readonly RecentExchanges? _recent;
    private readonly string _origin;
    private readonly ViewStatements _statements;
    private readonly Dictionary<string, string> _names = [];
    private long? _position;

    /// <summary>Takes over a connection that may write the views.</summary>
    /// <param name="views">The connection.</param>
    /// <param name="log">The log to follow.</param>
    /// <param name="recent">What this process wrote to it last, taken from here as far as it reaches.</param>
    /// <param name="origin">Name of the log: views of another one are thrown away.</param>
    public ExchangeProjector(SqliteConnection views, IEventLog log, RecentExchanges? recent, string origin)
    {
        (_views, _log, _recent, _origin) = (views, log, recent, origin);
        _statements = new ViewStatements(views);
    }

    /// <summary>The last event that the views hold, 0 before the first.</summary>
    public long Position => _position ?? 0;

    /// <summary>Takes in all there is; returns how many events.</summary>
    /// <param name="breathe">Awaited between two batches, so that whoever shares the processor gets a turn.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    public async Task<long> CatchUpAsync(Func<Task> breathe, CancellationToken cancellationToken)
    {
        var before = _position ??= await StartAsync(cancellationToken);
        while (await NextAsync(_position.Value, cancellationToken) is { Count: > 0 } batch)
        {
            Apply(batch);
            if (batch.Count == BatchSize)
            {
                await breathe();
            }
        }

        return _position.Value - before;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statements.Dispose();
        _views.Dispose();
    }

    private async ValueTask<List<Recent>> NextAsync(long after, CancellationToken cancellationToken)
    {
        if (_recent?.Take(after, BatchSize) is { Count: > 0 } recent)
        {
            return recent;
        }

        var stored = await _log.ReadAsync(after, BatchSize, cancellationToken);
        return [.. stored.Select(s => new Recent(s.Position, ExchangeProjection.Read(s.Event)))];
    }

    private async Task<long> StartAsync(CancellationToken cancellationToken)
    {
        var position = _views.ExecuteScalar<long?>("SELECT position FROM progress WHERE origin = @_origin", new { _origin });
        if (position is { } known && known <= await _log.HeadAsync(cancellationToken))
        {
            return known;
        }

        // New, or made from another log, or ahead of a log that was restored from a backup: begin anew.
        _views.Run("""
            BEGIN;
            DELETE FROM progress; DELETE FROM exchanges; DELETE FROM exchange_labels;
            DELETE FROM traffic; DELETE FROM findings; DELETE FROM agent_names;
            DELETE FROM shadow_asked; DELETE FROM shadow_changes; DELETE FROM uses; DELETE FROM model_upstreams;
            COMMIT;
            """);
        return 0;
    }

    private void Apply(List<Recent> batch)
    {
        var traffic = new Dictionary<(long Minute, string Agent, Verdict Verdict, int Bucket), (long Exchanges, long Total)>();
        var findings = new Dictionary<(long Minute, string Label), long>();
        var uses = new Dictionary<DayOfUse, (long Passed, long First, long Last)>();
        var served = new Dictionary<(string Model, string Upstream), (long First, long Last)>();
        _views.Run("BEGIN IMMEDIATE");
        try
        {
            foreach (var (at, exchange) in batch)
            {
                if (exchange is not null)
                {
                    Take(at, exchange, traffic, findings);
                    Take(exchange, uses);
                    Take(exchange, served);
                }
            }

            foreach (var (use, sum) in uses)
            {
                _statements.AddUse(use, sum.Passed, sum.First, sum.Last);
            }

            foreach (var (by, time) in served)
            {
                _statements.AddServed(by.Model, by.Upstream, time.First, time.Last);
            }

            foreach (var (key, sum) in traffic)
            {
                _statements.AddTraffic(key.Minute, key.Agent, (int)key.Verdict, key.Bucket, sum.Exchanges, sum.Total);
            }

            foreach (var (key, count) in findings)
            {
                _statements.AddFindings(key.Minute, key.Label, count);
            }

            var position = batch[^1].Position;
            _views.Execute(
                "INSERT INTO progress (origin, position) VALUES (@_origin, @position) ON CONFLICT (origin) DO UPDATE SET position = excluded.position",
                new { _origin, position });
            _views.Run("COMMIT");
            _position = position;
        }
        catch
        {
            _views.Run("ROLLBACK");
            _names.Clear();
            throw;
        }
    }

    private static void Take(ExchangeProjection exchange, Dictionary<(string Model, string Upstream), (long First, long Last)> served)
    {
        if (exchange is { Upstream: { } upstream, Status: >= 200 and < 300, Model.Length: > 0 and <= PermissionUse.LongestResource })
        {
            var time = exchange.Time.ToMicroseconds();
            var (first, last) = served.GetValueOrDefault((exchange.Model, upstream), (time, time));
            served[(exchange.Model, upstream)] = (Math.Min(first, time), Math.Max(last, time));
        }
    }

    // Whatever an agent does is done by those too for whom it acts: their blueprints bound it as well.
    private static void Take(ExchangeProjection exchange, Dictionary<DayOfUse, (long Passed, long First, long Last)> uses)
    {
        if (exchange.Agent is not { } agent || exchange.Uses.Count == 0)
        {
            return;
        }

        var (day, time) = (exchange.Time.ToUnixTimeSeconds() / 86_400, exchange.Time.ToMicroseconds());
        foreach (var (action, resource) in exchange.Uses)
        {
            var name = resource ?? exchange.Model;
            if (name.Length is 0 or > PermissionUse.LongestResource)
            {
                continue;
            }

            Add(agent, action, name);
            foreach (var principal in exchange.ActsFor)
            {
                Add(principal, action, name);
            }
        }

        for (var i = 0; i < exchange.ActsFor.Count; i++)
        {
            Add(exchange.ActsFor[i], PermissionUse.ActedFor, (i + 1).ToString(CultureInfo.InvariantCulture));
        }

        void Add(string by, string action, string name)
        {
            var key = new DayOfUse(by, day, action, name);
            var (passed, first, last) = uses.GetValueOrDefault(key, (0, time, time));
            uses[key] = (passed + 1, Math.Min(first, time), Math.Max(last, time));
        }
    }

    private void Take(
        long position,
        ExchangeProjection exchange,
        Dictionary<(long Minute, string Agent, Verdict Verdict, int Bucket), (long Exchanges, long Total)> traffic,
        Dictionary<(long Minute, string Label), long> findings)
    {
        var time = exchange.Time.ToMicroseconds();
        _statements.AddExchange(position, time, exchange);
        var minute = exchange.Time.ToUnixTimeSeconds() / 60;
        foreach (var label in exchange.Labels)
        {
            findings[(minute, label)] = findings.GetValueOrDefault((minute, label)) + 1;
            _statements.AddLabel(label, time, position);
        }

        foreach (var family in exchange.Labels.Select(Finding.Family).Distinct())
        {
            _statements.AddLabel(family + ".*", time, position);
        }

        foreach (var (trial, changed) in exchange.Trials)
        {
            _statements.AddTrial(trial, time, position, exchange.Id, changed);
        }

        var agent = exchange.Agent ?? "";
        var key = (minute, agent, exchange.Verdict, OverheadScale.Bucket(exchange.Overhead));
        var (count, total) = traffic.GetValueOrDefault(key);
        traffic[key] = (count + 1, total + exchange.Total);
        if (exchange.AgentName is { } name && _names.GetValueOrDefault(agent) != name)
        {
            _names[agent] = name;
            _views.Execute(
                "INSERT INTO agent_names (agent, name) VALUES (@agent, @name) ON CONFLICT (agent) DO UPDATE SET name = excluded.name", new { agent, name });
        }
    }
}
