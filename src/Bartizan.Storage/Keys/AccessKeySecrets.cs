using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Identity;

namespace Bartizan.Storage.Keys;

/// <summary>A secret is 240 bits of the HMAC-SHA-256 of its access key id, under a key that only its owner may read.</summary>
internal sealed class AccessKeySecrets(byte[] key) : IAccessKeySecrets
{
    private const int SecretBytes = 30;

    /// <inheritdoc/>
    public string SecretOf(string accessKeyId) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("bartizan/access-key/v1 " + accessKeyId)).AsSpan(0, SecretBytes));
}
