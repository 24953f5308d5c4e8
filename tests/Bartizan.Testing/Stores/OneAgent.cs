using Bartizan.Core.Identity;

namespace Bartizan.Testing.Stores;

/// <summary>An authenticator that knows one key.</summary>
public sealed class OneAgent : IAuthenticator
{
    /// <summary>The key it knows.</summary>
    public const string Key = "btz_test_0123456789abcdef";

    private readonly Principal _principal = new("agt_test", "test-agent", "owner@example.org", new Dictionary<string, string> { ["team"] = "payments" });

    public ValueTask<Principal?> AuthenticateAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(key == Key ? _principal : null);
}
