using Bartizan.Core.Identity.Registry;

namespace Bartizan.Core.Identity;

/// <summary>A key pair in AWS's form that was issued to an agent, with which it signs requests instead of sending a key. Not a record: it must not print its secret.</summary>
/// <param name="principal">The agent.</param>
/// <param name="secret">The secret access key.</param>
public sealed class AccessKey(Principal principal, string secret)
{
    /// <summary>The agent.</summary>
    public Principal Principal { get; } = principal;

    /// <summary>The secret access key.</summary>
    public string Secret { get; } = secret;

    /// <summary>Why the agent may not work; null when it may.</summary>
    public SuspendedAgent? Suspended { get; init; }
}

/// <summary>Finds whose access key id it is.</summary>
public interface IAccessKeys
{
    /// <summary>Returns the pair, or null when no working agent has this access key id.</summary>
    ValueTask<AccessKey?> FindAsync(string accessKeyId, CancellationToken cancellationToken);

    /// <summary>The pair of a suspended agent; null in every other case. Only for the record of a refusal.</summary>
    AccessKey? FindSuspended(string accessKeyId);
}

/// <summary>Derives the secrets of access keys from a key of the store, so that none of them is stored.</summary>
public interface IAccessKeySecrets
{
    /// <summary>The secret access key that belongs to an access key id: 40 characters of base64.</summary>
    string SecretOf(string accessKeyId);
}
