using System.Buffers;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>One event of a server: its data, and its id when that can be passed on.</summary>
/// <param name="Data">The document; empty when it has none.</param>
/// <param name="Id">The id by which a client may take the stream up again; null without one.</param>
/// <param name="Retry">Milliseconds after which it should; null when the server does not say.</param>
internal readonly record struct McpEvent(byte[] Data, string? Id, string? Retry = null);

/// <summary>
/// Cuts a server's event stream into events, and writes events anew: nothing but the data, judged, and an id that looks like one goes on. Comments, names and
/// whatever else stands between are not passed, so that nothing can be said in them.
/// </summary>
internal sealed class McpEvents : IDisposable
{
    private readonly SseFraming _framing = new();
    private PooledList<byte> _bytes;

    /// <summary>Takes bytes as they came.</summary>
    /// <exception cref="JsonRefusal">An event grows too large.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        if (_bytes.Count > DialectLimits.EventBytes)
        {
            throw JsonRefusal.Budget("An event is too large.");
        }
    }

    /// <summary>The next whole event; false when none has come yet.</summary>
    public bool TryNext(bool ended, out McpEvent next)
    {
        next = default;
        if (!_framing.TryFind(_bytes.Items, ended, out var frame))
        {
            return false;
        }

        var raw = _bytes.Items[..frame.Length];
        next = new McpEvent(frame.DataIn(raw).ToArray(), Field(raw, _framing.Asides, "id:"u8, IsId), Field(raw, _framing.Asides, "retry:"u8, IsRetry));
        _bytes.RemoveFirst(frame.Length);
        return true;
    }

    /// <summary>Writes an event with this data; with nothing to say, a comment that keeps the connection open.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> data, string? id = null, string? retry = null)
    {
        if (retry is not null)
        {
            output.Write("retry: "u8);
            output.Write(Encoding.ASCII.GetBytes(retry));
            output.Write("\n"u8);
        }

        if (id is not null)
        {
            output.Write("id: "u8);
            output.Write(Encoding.ASCII.GetBytes(id));
            output.Write("\n"u8);
        }

        if (data.IsEmpty)
        {
            output.Write(id is null && retry is null ? ":\n\n"u8 : "data: \n\n"u8);
            return;
        }

        output.Write("event: message\ndata: "u8);
        var line = output.GetSpan(data.Length)[..data.Length];
        data.CopyTo(line);
        // A line break can only stand between JSON tokens, where a space says the same.
        line.Replace((byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
        output.Advance(data.Length);
        output.Write("\n\n"u8);
    }

    /// <summary>Whether an event's id can be passed on.</summary>
    public static bool IsId(string id) => id.Length > 0 && Plain.IsIdentifier(Encoding.UTF8.GetBytes(id));

    public void Dispose()
    {
        _framing.Dispose();
        _bytes.Dispose();
    }

    private static bool IsRetry(string text) => text.Length is > 0 and < 8 && text.All(char.IsAsciiDigit);

    private static string? Field(ReadOnlySpan<byte> raw, ReadOnlySpan<(int Start, int End)> asides, ReadOnlySpan<byte> name, Func<string, bool> isFit)
    {
        string? value = null;
        foreach (var (start, end) in asides)
        {
            if (raw[start..end].StartsWith(name))
            {
                value = Encoding.UTF8.GetString(raw[(start + name.Length)..end]).Trim(' ');
            }
        }

        return value is not null && isFit(value) ? value : null;
    }
}
