using System.IO.Compression;
using System.Security.Cryptography;

namespace Bartizan.Console.Site;

/// <summary>One file of the web part, with its compressed forms made when first asked for.</summary>
internal sealed class SiteFile
{
    private const int SmallestWorthCompressing = 1_000;

    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    public SiteFile(string path, byte[] bytes)
    {
        Bytes = bytes;
        ContentType = ContentTypes.Of(path);
        // Vite puts a hash of the content into the names of the files below assets/.
        IsImmutable = path.StartsWith("/assets/", StringComparison.Ordinal);
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"";
        IsCompressible = bytes.Length >= SmallestWorthCompressing && ContentTypes.IsText(ContentType);
        _brotli = new(() => Compress(stream => new BrotliStream(stream, CompressionLevel.Optimal, leaveOpen: true)));
        _gzip = new(() => Compress(stream => new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)));
    }

    public byte[] Bytes { get; }

    public string ContentType { get; }

    /// <summary>Whether the content under this path never changes.</summary>
    public bool IsImmutable { get; }

    public string ETag { get; }

    public bool IsCompressible { get; }

    public byte[] Brotli => _brotli.Value;

    public byte[] Gzip => _gzip.Value;

    private byte[] Compress(Func<Stream, Stream> wrap)
    {
        using var packed = new MemoryStream();
        using (var stream = wrap(packed))
        {
            stream.Write(Bytes);
        }

        return packed.ToArray();
    }
}
