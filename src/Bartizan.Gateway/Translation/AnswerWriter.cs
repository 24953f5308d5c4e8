using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>Writes a streamed answer in one dialect, event by event.</summary>
internal abstract class AnswerWriter(AnswerContext context) : AnswerSink(context), IDisposable
{
    private readonly ArrayBufferWriter<byte> _event = new(256);
    private readonly ArrayBufferWriter<byte> _written = new(256);
    private Utf8JsonWriter? _json;

    /// <summary>What was written since it was last taken.</summary>
    public ReadOnlySpan<byte> Written => _written.WrittenSpan;

    /// <summary>Forgets what was written.</summary>
    public void Take() => _written.ResetWrittenCount();

    /// <summary>The answer is whole: writes the events in which it ends.</summary>
    public void End()
    {
        Begin(null, null);
        Ended();
    }

    /// <summary>The bytes that end a stream with an error, of which the client has something (<paramref name="begun"/>) or nothing.</summary>
    public abstract byte[] ErrorBytes(string code, string message, bool begun);

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    /// <summary>Writes the last events.</summary>
    protected abstract void Ended();

    /// <summary>Begins an event.</summary>
    protected Utf8JsonWriter Start()
    {
        _event.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_event, Texts.Writing);
        _json.Reset();
        _json.WriteStartObject();
        return _json;
    }

    /// <summary>Ends the event begun last; <paramref name="send"/> frames it.</summary>
    protected void Send(Action<ReadOnlySpan<byte>, IBufferWriter<byte>> send)
    {
        _json!.WriteEndObject();
        _json.Flush();
        send(_event.WrittenSpan, _written);
    }

    /// <summary>Ends the event begun last, as a server-sent event.</summary>
    protected void Send(string? name = null)
    {
        if (name is not null)
        {
            Write(Encoding.ASCII.GetBytes($"event: {name}\n"));
        }

        Send(static (data, output) =>
        {
            output.Write("data: "u8);
            output.Write(data);
            output.Write("\n\n"u8);
        });
    }

    /// <summary>Writes bytes between events.</summary>
    protected void Write(ReadOnlySpan<byte> bytes) => _written.Write(bytes);
}
