using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>What an exchange with an MCP server has beside any other: the messages of the client and what of them still waits for an answer.</summary>
internal sealed class McpTurn(Exchange exchange, McpServer server)
{
    public const int MostRecordedSegments = 2_048;

    private readonly Dictionary<string, McpMessage> _waiting = new(StringComparer.Ordinal);
    private readonly List<SegmentRecord> _answered = [];

    public Exchange Exchange { get; } = exchange;

    public McpServer Server { get; } = server;

    /// <summary>For what something is sent to the server.</summary>
    public EgressPurpose Purpose => new(Exchange.Id, Server.Name, Exchange.Principal?.Token?.Person);

    /// <summary>The revision that the client's header names; null when it names none.</summary>
    public string? Revision { get; set; }

    /// <summary>The server's own id of the session.</summary>
    public string? Session { get; set; }

    /// <summary>Whether the client of a session said when it began that it can open addresses for its person.</summary>
    public bool TakesUrls { get; set; }

    /// <summary>What the person did whom we sent to decide on this very call: <c>accept</c> when they went; null where nobody was sent.</summary>
    public string? Resumed { get; private set; }

    /// <summary>Arguments that the called tool wants repeated in headers.</summary>
    public IReadOnlyList<MirroredParameter> Mirrored { get; set; } = [];

    /// <summary>Whether the client can come back for what is left of a stream that ends early, as the revisions with sessions let it.</summary>
    public bool MayResume { get; set; }

    /// <summary>Ids, as JSON, of requests of the server that were not passed on, and so are still to be refused.</summary>
    public Queue<string> Refused { get; } = [];

    /// <summary>The client's messages as read; what it sends without a body has none.</summary>
    public McpReading Asked => (McpReading)Exchange.Request!;

    /// <summary>Whether requests of the client still wait for their answers.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Whether the client takes whatever comes, as on a stream that it opened for that.</summary>
    public bool TakesAll => Exchange.Http.Request.Method == "GET";

    /// <summary>Whether so much has been said that the record would grow beyond bounds.</summary>
    public bool IsFull => _answered.Count >= MostRecordedSegments;

    /// <summary>Takes what the client answers to our own question out of its call, so that the call is again what was held, and what the server may see.</summary>
    public void Resume()
    {
        if (Asked is { IsBatch: false, Messages: [{ Kind: McpKind.Request, AnswersQuestions: true }] } && McpElicitation.Answered(Asked.Body.Span) is var (action, call))
        {
            using var answered = Asked;
            Resumed = action;
            var reading = McpReading.OfClient(call);
            (Exchange.Request, Exchange.Outgoing) = (reading, call);
            reading.Trust(Exchange.Snapshot.Routes.Tools);
        }
    }

    /// <summary>Remembers what the client asked; false when two of its requests have one id.</summary>
    public bool Expect() => Asked.Messages.Where(m => m.Kind == McpKind.Request).All(m => _waiting.TryAdd(m.Id!, m));

    /// <summary>The request that an answer belongs to, which then waits no longer; null when there is none.</summary>
    public McpMessage? Answered(McpMessage answer) => answer.Id is { } id && _waiting.Remove(id, out var request) ? request : null;

    /// <summary>Keeps what is recorded of one message of the server.</summary>
    public void Keep(IReadOnlyList<SegmentRecord> segments)
    {
        _answered.AddRange(segments);
        Exchange.ResponseSegments = _answered;
    }

    /// <summary>Errors for everything that still waits, in the client's own form: one alone, several as a batch.</summary>
    public byte[] ErrorBody(Refusal refusal)
    {
        var code = McpDialect.CodeOf(refusal.Status, refusal.Code);
        var errors = _waiting.Keys.Select(id => McpErrors.Error(id, code, refusal.Message, refusal.Code, Exchange.Id)).ToList();
        return errors.Count switch
        {
            0 => McpErrors.Error(null, code, refusal.Message, refusal.Code, Exchange.Id),
            1 when !Asked.IsBatch => errors[0],
            _ => Batch(errors),
        };
    }

    /// <summary>A refusal for a failure of asking the server, in words that fit a server of tools.</summary>
    public static Refusal Refuse(ForwardFailure failure)
    {
        var refusal = Refusal.Of(failure);
        return refusal with { Message = refusal.Message.Replace("The model's server", "The MCP server", StringComparison.Ordinal).Replace("The model's answer", "The MCP server's answer", StringComparison.Ordinal) };
    }

    /// <summary>Messages as one batch.</summary>
    public static byte[] Batch(IReadOnlyList<byte[]> messages)
    {
        var batch = new List<byte> { (byte)'[' };
        for (var i = 0; i < messages.Count; i++)
        {
            if (i > 0)
            {
                batch.Add((byte)',');
            }

            batch.AddRange(messages[i]);
        }

        batch.Add((byte)']');
        return [.. batch];
    }
}
