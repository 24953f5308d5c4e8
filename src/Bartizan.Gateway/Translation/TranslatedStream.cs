using System.Buffers;
using System.Text.Json;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Translation;

/// <summary>
/// A stream inspected in the upstream's dialect and written in the client's, event by event. As the inner transform writes whole events, whatever way the
/// network cut them, so does this one.
/// </summary>
internal sealed class TranslatedStream(IStreamTransform inner, IStreamFraming framing, IAnswerReader reader, AnswerWriter writer) : IStreamTransform
{
    private readonly ArrayBufferWriter<byte> _inspected = new();
    private bool _begun;
    private bool _closed;

    /// <inheritdoc/>
    public bool IsOver => inner.IsOver;

    /// <inheritdoc/>
    public StreamReport Report => inner.Report;

    /// <inheritdoc/>
    public void Push(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        inner.Push(bytes, _inspected);
        Drain(output);
    }

    /// <inheritdoc/>
    public void Complete(IBufferWriter<byte> output)
    {
        inner.Complete(_inspected);
        Drain(output);
    }

    /// <inheritdoc/>
    public void Fail(string code, string message, IBufferWriter<byte> output)
    {
        inner.Fail(code, message, _inspected);
        Drain(output);
    }

    /// <inheritdoc/>
    public byte[] Error(string code, string message, bool begun) => writer.ErrorBytes(code, message, begun);

    /// <inheritdoc/>
    public void Dispose()
    {
        inner.Dispose();
        framing.Dispose();
        reader.Dispose();
        writer.Dispose();
    }

    private void Drain(IBufferWriter<byte> output)
    {
        if (_closed)
        {
            return;
        }

        try
        {
            Translate(_inspected.WrittenMemory);
            _inspected.ResetWrittenCount();
            if (inner.IsOver)
            {
                Close();
            }
        }
        catch (JsonRefusal refusal)
        {
            Break(refusal.Message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Break("An event holds what is not Unicode text.");
        }

        _begun |= !writer.Written.IsEmpty;
        output.Write(writer.Written);
        writer.Take();
        if (_closed && Ending() is { } error)
        {
            output.Write(writer.ErrorBytes(error.Code, error.Message, _begun));
        }
    }

    private void Translate(ReadOnlyMemory<byte> events)
    {
        // Always as if ended: the inner transform writes nothing but whole events.
        while (!events.IsEmpty && framing.TryFind(events.Span, ended: true, out var frame))
        {
            var data = frame.Joined ?? events.Slice(frame.DataOffset, frame.DataLength);
            events = events[frame.Length..];
            // What is no object says nothing: [DONE], or lines that clients ignore.
            if (data.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            {
                using var document = JsonDocument.Parse(data);
                reader.Read(document.RootElement, writer);
            }
        }

        if (!events.IsEmpty)
        {
            throw Untranslatable.Here("the stream", "an event of it is not whole.");
        }
    }

    private void Close()
    {
        _closed = true;
        if (Report.Ending == StreamEnding.Finished && writer.Error is null)
        {
            reader.Complete(writer);
            writer.End();
        }
    }

    // Nothing further is read: what was said so far stands, and the client learns that there is more.
    private void Break(string why)
    {
        _closed = true;
        var message = $"The upstream's answer cannot be translated. {why}";
        inner.Fail(Untranslatable.AnswerCode, message, _inspected);
        if (Report.Ending == StreamEnding.Finished)
        {
            (Report.Ending, Report.Code, Report.Message) = (StreamEnding.Failed, Untranslatable.AnswerCode, message);
        }
    }

    private AnswerError? Ending() => Report.Ending == StreamEnding.Finished ? writer.Error : new AnswerError(Report.Code, Report.Message);
}
