using System.Security.Cryptography;

namespace Bartizan.Storage.Ledgers;

/// <summary>Signs checkpoints of one log. Not thread-safe: the writer owns it.</summary>
internal sealed class CheckpointSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();
    private readonly string _origin;

    /// <summary>Takes the log's name and its private key in PEM.</summary>
    public CheckpointSigner(string origin, string pem)
    {
        _origin = origin;
        _key.ImportFromPem(pem);
        Key = new NoteKey(origin, _key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The key that verifies.</summary>
    public NoteKey Key { get; }

    /// <summary>A new private key, PKCS #8 in PEM.</summary>
    public static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>The signed note of a tree head.</summary>
    public string Sign(long size, byte[] root) => SignedNote.Sign(new Checkpoint(_origin, size, root).Text, _origin, _key);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
