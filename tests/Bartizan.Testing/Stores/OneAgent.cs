using Bartizan.Core.Identity;

namespace Bartizan.Testing.Stores;

/// <summary>An authenticator that knows one agent's key, and that of another who may be up to no good.</summary>
public sealed class OneAgent : IAuthenticator
{
    /// <summary>The key it knows.</summary>
    public const string Key = "btz_test_0123456789abcdef";

    /// <summary>The other agent's key.</summary>
    public const string OtherKey = "btz_test_fedcba9876543210";

    private readonly Principal _other = new("agt_other", "other-agent", "other@example.org", new Dictionary<string, string>());

    private readonly Principal _principal = new("agt_test", "test-agent", "owner@example.org", new Dictionary<string, string> { ["team"] = "payments" });

    public ValueTask<Principal?> AuthenticateAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(key == Key ? _principal : key == OtherKey ? _other : null);
}
