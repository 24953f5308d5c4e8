using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Identity.AuthZen.Deciding;
using Bartizan.Identity.AuthZen.Http;
using Bartizan.Identity.AuthZen.Searching;
using Bartizan.Policy;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.AuthZen.Recording;

/// <summary>
/// Writes one event for each request and waits until it is durable, before the caller has the answer: ids, actions and policies; never the value of a
/// property.
/// </summary>
internal sealed partial class DecisionRecorder(IEventLog log, IIdSource ids, TimeProvider clock, ILogger<DecisionRecorder> logger)
{
    private const string Decisions = "authzen.decision";
    private const string Searches = "authzen.search";
    private const string Refusals = "authzen.refused";

    private const int MostListed = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Records the decisions of one request; false when the log did not confirm, and then the answer must not be given.</summary>
    public ValueTask<bool> RecordAsync(AuthZenCall call, IReadOnlyList<Decided> decisions) => RecordAsync(call, Decisions, json =>
    {
        json.WriteStartArray("decisions");
        foreach (var decided in decisions)
        {
            Write(json, decided);
        }

        json.WriteEndArray();
    });

    /// <summary>Records a search by its counts; as with decisions.</summary>
    public ValueTask<bool> RecordAsync(AuthZenCall call, SearchQuery query, SearchFound found) => RecordAsync(call, Searches, json =>
    {
        json.WriteString("search", query.Kind.ToString().ToLowerInvariant());
        if (query.Type.Length > 0)
        {
            json.WriteString("type", call.Point.Names.Type(query.Type));
        }

        WriteUid(json, "subject", query.Subject?.Uid);
        WriteUid(json, "action", query.Kind == SearchKind.Action || query.Candidates.Count == 0 ? null : query.Context(query.Candidates[0]).Action);
        WriteUid(json, "resource", query.Resource?.Uid);
        json.WriteNumber("examined", found.Examined);
        json.WriteNumber("results", found.Results.Count);
        json.WriteBoolean("more", found.Next is not null);
    });

    /// <summary>Records that an agent with a valid key may not ask. Strangers without one are not recorded: they could fill the disk.</summary>
    public ValueTask<bool> RecordRefusalAsync(AuthZenCall call, string? suspendedFor = null) => RecordAsync(call, Refusals, json =>
    {
        json.WriteString("path", call.Http.Request.Path);
        if (suspendedFor is not null)
        {
            json.WriteString("suspended", suspendedFor);
        }
    });

    private async ValueTask<bool> RecordAsync(AuthZenCall call, string kind, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (call.Caller is { } caller)
            {
                json.WriteString("agent", caller.AgentId);
                json.WriteString("agentName", caller.Name);
            }

            if (call.RequestId is { } requestId)
            {
                json.WriteString("requestId", requestId);
            }

            json.WriteString("policies", call.Point.Digest);
            write(json);
            json.WriteEndObject();
        }

        try
        {
            var record = new EventRecord { Id = ids.NewId("evt"), Time = clock.GetUtcNow(), Source = "identity", Kind = kind, Json = buffer.WrittenMemory };
            var append = log.AppendAsync(record, CancellationToken.None);
            await (append.IsCompletedSuccessfully ? Task.CompletedTask : append.AsTask().WaitAsync(Patience));
            return true;
        }
        catch (Exception e)
        {
            LogFailure(e, kind);
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, Decided decided)
    {
        json.WriteStartObject();
        WriteUid(json, "subject", decided.Question?.Subject.Uid);
        WriteUid(json, "action", decided.Question?.Action);
        WriteUid(json, "resource", decided.Question?.Resource.Uid);
        json.WriteBoolean("decision", decided.Allowed);
        WriteList(json, "determining", decided.Answer.Reasons);
        WriteList(json, "failed", [.. decided.Answer.Errors.Take(MostListed).Select(e => e.PolicyId)]);
        if (decided.Granted is { } granted)
        {
            json.WriteString("grant", granted.Grant.Id);
            WriteList(json, "approvedBy", granted.ApprovedBy.ToList());
        }

        if (decided.Error is not null)
        {
            json.WriteBoolean("unasked", true);
        }

        // Which attributes rested on the caller's word alone.
        WriteList(json, "told", decided.Question is { } question ? [.. Told(question.Subject, decided), .. Told(question.Resource, decided)] : []);
        json.WriteEndObject();
    }

    private static IEnumerable<string> Told(Requests.Party party, Decided decided) =>
        party.Told.Fields.Select(f => $"{party.Path}.{f.Key}").Where(path => !decided.Ignored.Contains(path)).Take(MostListed);

    private static void WriteUid(Utf8JsonWriter json, string name, EntityUid? uid)
    {
        if (uid is { } known)
        {
            json.WriteString(name, known.ToString());
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    [LoggerMessage(2101, LogLevel.Error, "An AuthZEN request ({Kind}) could not be recorded, so it was not answered.")]
    private partial void LogFailure(Exception exception, string kind);
}
