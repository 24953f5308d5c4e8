using System.Collections.Concurrent;
using System.Text.Json;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Mcp.Pinning;
using Bartizan.Gateway.Mcp.Servers;
using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>Asks a server for its tools on the gateway's own behalf, in the client's revision and session, so that a tool can be known before a client lists it.</summary>
internal sealed class McpListing(ToolPins pins, McpTransports transports, TimeProvider time)
{
    private const int MostPages = 16;
    private const string OwnId = "bartizan-list";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // By server and agent: what one agent asks for must not keep another from learning what it may use.
    private readonly ConcurrentDictionary<(string Server, string Agent), DateTimeOffset> _asked = new();

    /// <summary>Takes notice of all tools of a server; not again within seconds, whatever clients ask for.</summary>
    public async ValueTask LearnAsync(McpTurn turn)
    {
        var (key, now) = ((turn.Server.Name, turn.Exchange.Principal!.AgentId), time.GetUtcNow());
        var due = _asked.AddOrUpdate(key, now, (_, last) => now - last >= Every ? now : last) == now;
        if (!due)
        {
            return;
        }

        string? cursor = "";
        for (var page = 0; page < MostPages && cursor is not null; page++)
        {
            cursor = await PageAsync(turn, cursor);
        }
    }

    /// <summary>Takes notice of one page; the cursor of the next, or null when there is none or it could not be read.</summary>
    private async ValueTask<string?> PageAsync(McpTurn turn, string cursor)
    {
        var header = turn.Exchange.Http.Request.Headers[MirroredHeaders.Revision];
        var revision = header is [{ } named] && McpRevision.IsKnown(named) ? named : null;
        using var question = McpReading.OfClient(Question(revision, cursor));
        using var deadline = new Deadline(Patience, time, turn.Exchange.Http.RequestAborted);
        using var answer = await transports.To(turn.Server).SendAsync(new McpCall(HttpMethod.Post, question, revision, turn.Session) { Purpose = turn.Purpose }, deadline);
        if (answer.Failure != ForwardFailure.None || answer.Status != 200 || await DocumentAsync(turn, answer, deadline) is not { } document)
        {
            return null;
        }

        using var reading = McpReading.OfServer(document);
        if (reading.Failure is not null)
        {
            return null;
        }

        foreach (var item in reading.Messages[0].Lists.Where(l => l.Kind == McpListKind.Tools).SelectMany(l => l.Items.Where(i => !l.Repeated.Contains(i.Name))))
        {
            await pins.SightAsync(turn.Server, item.Name, document[item.Bytes.Start..item.Bytes.End], deadline.Token);
        }

        using var json = JsonDocument.Parse(document);
        return json.RootElement.GetProperty("result").TryGetProperty("nextCursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
    }

    // The answer to our question, which may come in a stream behind other messages.
    private static async ValueTask<ReadOnlyMemory<byte>?> DocumentAsync(McpTurn turn, McpAnswer answer, Deadline deadline)
    {
        var limit = turn.Exchange.Snapshot.Routes.Options.Limits.ResponseBody;
        using var events = new McpEvents();
        try
        {
            var stream = await answer.OpenAsync(deadline.Token);
            using var whole = new MemoryStream();
            var buffer = new byte[16 << 10];
            for (int read; (read = await stream.ReadAsync(buffer, deadline.Token)) > 0 && whole.Length + read <= limit;)
            {
                whole.Write(buffer, 0, read);
                if (answer.Body != McpBody.Events)
                {
                    continue;
                }

                events.Push(buffer.AsSpan(0, read));
                while (events.TryNext(ended: false, out var next))
                {
                    if (IsOurs(next.Data))
                    {
                        return next.Data;
                    }
                }
            }

            return answer.Body == McpBody.Json && IsOurs(whole.ToArray()) ? whole.ToArray() : null;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or JsonRefusal)
        {
            return null;
        }
    }

    private static bool IsOurs(byte[] document)
    {
        using var reading = McpReading.OfServer(document);
        return reading is { Failure: null, IsBatch: false } && reading.Messages[0] is { Kind: McpKind.Result, Id: "\"" + OwnId + "\"" };
    }

    private static byte[] Question(string? revision, string cursor)
    {
        var parameters = new Dictionary<string, object>();
        if (cursor.Length > 0)
        {
            parameters["cursor"] = cursor;
        }

        if (revision == McpRevision.Stateless)
        {
            parameters["_meta"] = McpMeta.Own;
        }

        return JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = OwnId, method = "tools/list", @params = parameters });
    }
}
