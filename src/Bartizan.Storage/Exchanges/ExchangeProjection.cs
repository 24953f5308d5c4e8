using System.Collections.ObjectModel;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity.Reviews;

namespace Bartizan.Storage.Exchanges;

/// <summary>
/// The part of a recorded exchange that the views need. Read token by token, everything else skipped: this runs for every exchange,
/// and a deserialiser spends several times as long on it.
/// </summary>
internal sealed class ExchangeProjection
{
    /// <summary>Kind of the events that hold exchanges.</summary>
    public const string Kind = "exchange";

    private SortedSet<string>? _labels;
    private SortedDictionary<string, bool>? _trials;
    private List<(string Action, string? Resource)>? _uses;
    private List<string>? _actsFor;

    public string Id { get; private set; } = "";
    public DateTimeOffset Time { get; private set; }
    public string? Agent { get; private set; }
    public string? AgentName { get; private set; }
    public string Dialect { get; private set; } = "";
    public string Route { get; private set; } = "";
    public string Model { get; private set; } = "";
    public string? Upstream { get; private set; }
    public bool Stream { get; private set; }
    public int Status { get; private set; }
    public Verdict Verdict { get; private set; }

    /// <summary>Microseconds from the first byte in to the last byte out.</summary>
    public long Total { get; private set; }

    /// <summary>Microseconds that Bartizan added.</summary>
    public long Overhead { get; private set; }

    /// <summary>Distinct labels in order of name.</summary>
    public IReadOnlyCollection<string> Labels => (IReadOnlyCollection<string>?)_labels ?? [];

    /// <summary>The policies in shadow mode that it was a trial of, as <c>id@digest</c>, and whether enforcing one would have changed a decision.</summary>
    public IReadOnlyDictionary<string, bool> Trials => (IReadOnlyDictionary<string, bool>?)_trials ?? ReadOnlyDictionary<string, bool>.Empty;

    /// <summary>What it was let do, action and resource, each once; the resource is null for its model, else as Cedar writes it.</summary>
    public IReadOnlyList<(string Action, string? Resource)> Uses => _uses ?? [];

    /// <summary>Ids of the agents on whose behalf its agent acted, the nearest first.</summary>
    public IReadOnlyList<string> ActsFor => _actsFor ?? [];

    /// <summary>The same of a record that was not yet written: what <see cref="Read(EventRecord)"/> makes of its JSON.</summary>
    public static ExchangeProjection Of(ExchangeRecord record)
    {
        var exchange = new ExchangeProjection
        {
            Id = record.Id,
            Time = record.Time,
            Agent = record.Agent,
            AgentName = record.AgentName,
            Dialect = record.Dialect,
            Route = record.Route,
            Model = record.Model,
            Upstream = record.Upstream,
            Stream = record.Stream,
            Status = record.Status,
            Verdict = record.Verdict,
            Total = record.Timing.Total,
            Overhead = record.Timing.Overhead,
        };
        exchange.AddLabels(record.Request);
        exchange.AddLabels(record.Response);
        foreach (var decision in record.Decisions)
        {
            exchange.AddTrials(decision.Trials, decision.Shadow?.Policies);
            exchange.AddUse(decision.Verdict, decision.Action, decision.Asked is not null, decision.Asked?.Resource);
        }

        foreach (var agent in record.Token?.ActsFor ?? [])
        {
            (exchange._actsFor ??= []).Add(agent.Id);
        }

        return exchange;
    }

    /// <summary>Reads an event; null when it is not an exchange or not one this version can read.</summary>
    public static ExchangeProjection? Read(EventRecord record)
    {
        if (record.Kind != Kind)
        {
            return null;
        }

        try
        {
            var exchange = new ExchangeProjection();
            var reader = new Utf8JsonReader(record.Json.Span);
            exchange.Read(ref reader);
            return exchange is { Id.Length: > 0, Dialect.Length: > 0, Route.Length: > 0 } && exchange.Time != default ? exchange : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private void AddLabels(IReadOnlyList<SegmentRecord> segments)
    {
        foreach (var segment in segments)
        {
            foreach (var finding in segment.Findings)
            {
                AddLabel(finding.Label);
            }
        }
    }

    private void AddTrials(IReadOnlyList<string>? trials, IReadOnlyList<string>? changedBy)
    {
        foreach (var trial in trials ?? [])
        {
            var id = trial.AsSpan(0, Math.Max(0, trial.LastIndexOf('@')));
            var changed = false;
            foreach (var policy in changedBy ?? [])
            {
                changed |= id.SequenceEqual(policy);
            }

            _trials ??= new(StringComparer.Ordinal);
            _trials[trial] = changed || _trials.GetValueOrDefault(trial);
        }
    }

    // What older records were asked about is not told, but that it was their model.
    private void AddUse(Verdict verdict, string action, bool isAsked, string? resource)
    {
        if (verdict < Verdict.Hold && PermissionUse.IsUse(action) && (isAsked || action == PermissionUse.InvokeModel) && !Uses.Contains((action, resource)))
        {
            (_uses ??= []).Add((action, resource));
        }
    }

    private void AddLabel(string label) => (_labels ??= new(StringComparer.Ordinal)).Add(label);

    private void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        Require(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "id"u8))
            {
                Id = reader.GetString() ?? "";
            }
            else if (Is(ref reader, "time"u8))
            {
                Time = reader.GetDateTimeOffset();
            }
            else if (Is(ref reader, "agent"u8))
            {
                Agent = reader.GetString();
            }
            else if (Is(ref reader, "agentName"u8))
            {
                AgentName = reader.GetString();
            }
            else if (Is(ref reader, "dialect"u8))
            {
                Dialect = reader.GetString() ?? "";
            }
            else if (Is(ref reader, "route"u8))
            {
                Route = reader.GetString() ?? "";
            }
            else if (Is(ref reader, "model"u8))
            {
                Model = reader.GetString() ?? "";
            }
            else if (Is(ref reader, "upstream"u8))
            {
                Upstream = reader.GetString();
            }
            else if (Is(ref reader, "stream"u8))
            {
                Stream = reader.GetBoolean();
            }
            else if (Is(ref reader, "status"u8))
            {
                Status = reader.GetInt32();
            }
            else if (Is(ref reader, "verdict"u8))
            {
                Verdict = ReadVerdict(ref reader);
            }
            else if (Is(ref reader, "decisions"u8))
            {
                ReadDecisions(ref reader);
            }
            else if (Is(ref reader, "request"u8) || Is(ref reader, "response"u8))
            {
                ReadSegments(ref reader);
            }
            else if (Is(ref reader, "timing"u8))
            {
                ReadTiming(ref reader);
            }
            else if (Is(ref reader, "token"u8))
            {
                ReadToken(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadDecisions(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartArray);
        while (NextObject(ref reader))
        {
            List<string>? trials = null, changedBy = null;
            var (verdict, action, isAsked, resource) = (Verdict.Block, "", false, (string?)null);
            while (NextProperty(ref reader))
            {
                if (Is(ref reader, "trials"u8))
                {
                    trials = ReadTexts(ref reader);
                }
                else if (Is(ref reader, "verdict"u8))
                {
                    verdict = ReadVerdict(ref reader);
                }
                else if (Is(ref reader, "action"u8))
                {
                    action = reader.GetString() ?? "";
                }
                else if (Is(ref reader, "asked"u8))
                {
                    (isAsked, resource) = (true, ReadResource(ref reader));
                }
                else if (Is(ref reader, "shadow"u8))
                {
                    changedBy = ReadShadow(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            AddTrials(trials, changedBy);
            AddUse(verdict, action, isAsked, resource);
        }
    }

    private static string? ReadResource(ref Utf8JsonReader reader)
    {
        string? resource = null;
        Require(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "resource"u8))
            {
                resource = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return resource;
    }

    private void ReadToken(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (!Is(ref reader, "actsFor"u8))
            {
                reader.Skip();
                continue;
            }

            Require(ref reader, JsonTokenType.StartArray);
            while (NextObject(ref reader))
            {
                while (NextProperty(ref reader))
                {
                    if (Is(ref reader, "id"u8))
                    {
                        (_actsFor ??= []).Add(reader.GetString() ?? "");
                    }
                    else
                    {
                        reader.Skip();
                    }
                }
            }
        }
    }

    private static List<string>? ReadShadow(ref Utf8JsonReader reader)
    {
        List<string>? policies = null;
        Require(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "policies"u8))
            {
                policies = ReadTexts(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return policies;
    }

    private static List<string> ReadTexts(ref Utf8JsonReader reader)
    {
        var texts = new List<string>();
        Require(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(reader.GetString() ?? "");
        }

        return texts;
    }

    private void ReadSegments(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartArray);
        while (NextObject(ref reader))
        {
            while (NextProperty(ref reader))
            {
                if (Is(ref reader, "findings"u8))
                {
                    ReadFindings(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private void ReadFindings(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartArray);
        while (NextObject(ref reader))
        {
            while (NextProperty(ref reader))
            {
                if (Is(ref reader, "label"u8))
                {
                    AddLabel(reader.GetString() ?? "");
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private void ReadTiming(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "total"u8))
            {
                Total = reader.GetInt64();
            }
            else if (Is(ref reader, "overhead"u8))
            {
                Overhead = reader.GetInt64();
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static Verdict ReadVerdict(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("Allow"u8) ? Verdict.Allow
        : reader.ValueTextEquals("Redact"u8) ? Verdict.Redact
        : reader.ValueTextEquals("Hold"u8) ? Verdict.Hold
        : reader.ValueTextEquals("Block"u8) ? Verdict.Block
        : throw new JsonException("Not a verdict.");

    private static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static bool NextObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        Require(ref reader, JsonTokenType.StartObject);
        return true;
    }

    /// <summary>Whether the property has this name; then the reader goes on to its value.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private static void Require(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException($"Expected {type}, found {reader.TokenType}.");
        }
    }
}
