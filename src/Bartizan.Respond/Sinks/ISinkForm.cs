using System.Buffers;
using System.Net.Http.Headers;
using Bartizan.Core.Events;

namespace Bartizan.Respond.Sinks;

/// <summary>What a sink is sent: which events, in which form, and how it knows who sends.</summary>
public interface ISinkForm
{
    /// <summary>Media type of a request's body.</summary>
    MediaTypeHeaderValue ContentType { get; }

    /// <summary>Writes an event behind those that stand there already; false, and nothing written, for one that the other side is not told of.</summary>
    bool Write(StoredEvent stored, DateTimeOffset now, IBufferWriter<byte> body);

    /// <summary>Adds what proves who sends.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="id">Id of the first event in it.</param>
    /// <param name="now">Now.</param>
    void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, string id, DateTimeOffset now);
}
