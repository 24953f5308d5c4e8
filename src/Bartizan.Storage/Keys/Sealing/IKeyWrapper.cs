namespace Bartizan.Storage.Keys.Sealing;

/// <summary>A key-encryption key: wraps data keys, wherever it is itself.</summary>
internal interface IKeyWrapper : IDisposable
{
    /// <summary>Wraps a data key (base64), bound to what <paramref name="context"/> names.</summary>
    string Wrap(byte[] dataKey, string context);

    /// <summary>Opens what <see cref="Wrap"/> made; null when it was altered, or wrapped by another key or for another context.</summary>
    byte[]? Unwrap(string wrapped, string context);
}
