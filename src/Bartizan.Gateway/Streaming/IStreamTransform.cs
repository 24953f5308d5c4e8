using System.Buffers;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Streaming;

/// <summary>
/// Bytes of one streamed response in, inspected bytes out. Law: how the input is cut into pushes changes neither the bytes out nor the verdict.
/// Not thread-safe; never throws on bad input. Dispose it to give its memory back.
/// </summary>
public interface IStreamTransform : IDisposable
{
    /// <summary>Takes the next bytes from the upstream and writes what may pass.</summary>
    void Push(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);

    /// <summary>The upstream ended: writes the rest, and an error the client raises if the stream was cut short.</summary>
    void Complete(IBufferWriter<byte> output);

    /// <summary>The upstream failed: writes what is settled, drops what is not, and ends with an error in the dialect's shape.</summary>
    void Fail(string code, string message, IBufferWriter<byte> output);

    /// <summary>
    /// The last bytes for a client that must be told of an error after the stream was transformed, in place of whatever was written and not yet sent.
    /// <paramref name="begun"/> says whether anything was sent.
    /// </summary>
    byte[] Error(string code, string message, bool begun);

    /// <summary>True once nothing further will be written: stop reading the upstream.</summary>
    bool IsOver { get; }

    /// <summary>What happened so far; complete once the stream has ended.</summary>
    StreamReport Report { get; }
}

/// <summary>What a stream transform needs besides guard and gate.</summary>
/// <param name="ExchangeId">Id shown in errors.</param>
/// <param name="Mask">What stands in place of masked spans.</param>
public sealed record StreamSettings(string ExchangeId, IMask Mask)
{
    /// <summary>How the upstream cuts its stream, where a dialect knows more than one way.</summary>
    public StreamShape Shape { get; init; }

    /// <summary>Whether a stream that is cut or fails ends with the dialect's error; where not, whoever reads the report says it.</summary>
    public bool WritesErrors { get; init; } = true;
}

/// <summary>The ways to send many JSON documents in one response.</summary>
public enum StreamShape
{
    /// <summary>Server-sent events.</summary>
    Events,

    /// <summary>One JSON array, an element at a time.</summary>
    JsonArray,

    /// <summary>Amazon's binary event stream.</summary>
    AmazonEvents,
}
