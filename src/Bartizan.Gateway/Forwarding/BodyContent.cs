using System.Net;
using System.Net.Http.Headers;

namespace Bartizan.Gateway.Forwarding;

/// <summary>A request body lying in a buffer, which knows whether it is still being sent: only when it is not may the buffer be used again.</summary>
internal sealed class BodyContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private int _sending;

    public BodyContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes => _body;

    /// <summary>Whether a send is under way, perhaps still in the background after the answer came.</summary>
    public bool InUse => Volatile.Read(ref _sending) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sending);
        try
        {
            await stream.WriteAsync(_body, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _sending);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
