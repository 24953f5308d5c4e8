using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Gateway.Aws;

/// <summary>A signature of which all is checked but the body. Until that is there, nobody is known to have asked.</summary>
internal sealed class PendingSignature(SignatureHeader header, AccessKey key, string time, CanonicalRequest request, IDisposable? taken = null) : IDisposable
{
    /// <summary>Who asked, once <see cref="Proves"/> said so.</summary>
    public Principal Principal => key.Principal;

    /// <summary>Why who asked may not work; null when it may.</summary>
    public SuspendedAgent? Suspended => key.Suspended;

    /// <summary>Whether the signature fits a body of the hash that a signed header declares.</summary>
    public bool IsProven { get; } = request.PayloadHash.Length > 0 && Fits(header, key, time, request);

    /// <summary>Whether the signature fits this body.</summary>
    public bool Proves(ReadOnlySpan<byte> body)
    {
        var hash = SigV4.HashOf(body);
        return request.PayloadHash.Length > 0 ? IsProven && Same(hash, request.PayloadHash) : Fits(header, key, time, request with { PayloadHash = hash });
    }

    /// <inheritdoc/>
    public void Dispose() => taken?.Dispose();

    private static bool Fits(SignatureHeader header, AccessKey key, string time, in CanonicalRequest request) =>
        Same(SigV4.Sign(key.Secret, header.Scope, time, request), header.Signature);

    private static bool Same(string ours, string theirs) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ours), Encoding.UTF8.GetBytes(theirs));
}
