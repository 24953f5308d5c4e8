using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Dialects;

/// <summary>What a dialect found in one message. Its segments' text lies in rented memory: dispose it when done, use nothing of it afterwards.</summary>
public interface IReading : IDisposable
{
    /// <summary>The bytes that were read.</summary>
    ReadOnlyMemory<byte> Body { get; }

    /// <summary>Every piece of text found, in document order; empty when <see cref="Failure"/> is set.</summary>
    ReadOnlySpan<Segment> Segments { get; }

    /// <summary>Why the message cannot be read safely, or null.</summary>
    ReadFailure? Failure { get; }
}
