using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Testing.Stores;

/// <summary>An authenticator that knows one agent, by its key and by its key pair, and another one to compare it with.</summary>
public sealed class OneAgent : IAuthenticator, IAccessKeys
{
    /// <summary>The agent's key.</summary>
    public const string Key = "btz_test_0123456789abcdef";

    /// <summary>The access key id it knows.</summary>
    public const string AccessKeyId = "BTZATESTTESTTESTTEST";

    /// <summary>The secret that belongs to it.</summary>
    public const string AccessKeySecret = "test/secret/that/signs/requests+01234567";

    /// <summary>The AI system it is part of.</summary>
    public const string System = "checkout";

    /// <summary>The other agent's key.</summary>
    public const string OtherKey = "btz_test_fedcba9876543210";

    /// <summary>What the agent may be at most; null when it has no blueprint.</summary>
    public Blueprint? Blueprint { get; init; }

    /// <summary>Why the agent is suspended; null when it works.</summary>
    public string? Suspended { get; init; }

    private readonly Principal _principal = new("agt_test", "test-agent", "owner@example.org", new Dictionary<string, string> { ["team"] = "payments", [Principal.SystemTag] = System });
    private Principal? _known;

    private readonly Principal _other = new("agt_other", "other-agent", "other@example.org", new Dictionary<string, string>());

    public ValueTask<Principal?> AuthenticateAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(key == Key && Suspended is null ? Known : key == OtherKey ? _other : null);

    public SuspendedAgent? FindSuspended(string key) => key == Key ? Stopped : null;

    public ValueTask<AccessKey?> FindAsync(string accessKeyId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(accessKeyId == AccessKeyId && Suspended is null ? new AccessKey(Known, AccessKeySecret) : null);

    AccessKey? IAccessKeys.FindSuspended(string accessKeyId) =>
        accessKeyId == AccessKeyId && Stopped is { } stopped ? new AccessKey(Known, AccessKeySecret) { Suspended = stopped } : null;

    private Principal Known => _known ??= _principal with { Blueprint = Blueprint };

    private SuspendedAgent? Stopped => Suspended is { } reason ? new(Known, SuspensionCause.ByPerson, reason) : null;
}
