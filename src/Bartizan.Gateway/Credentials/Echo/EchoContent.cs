using System.Net;

namespace Bartizan.Gateway.Credentials.Echo;

/// <summary>An answer's content through an <see cref="EchoStream"/>.</summary>
internal sealed class EchoContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly EchoPattern _pattern;
    private readonly Func<ValueTask> _found;

    /// <summary>Wraps an answer's content.</summary>
    public EchoContent(HttpContent inner, EchoPattern pattern, Func<ValueTask> found)
    {
        (_inner, _pattern, _found) = (inner, pattern, found);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new EchoStream(await _inner.ReadAsStreamAsync(cancellationToken), _pattern, _found);

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var read = await CreateContentReadStreamAsync(CancellationToken.None);
        await read.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
