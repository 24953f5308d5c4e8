using Bartizan.Identity.Federation;

namespace Bartizan.Console;

/// <summary>What a person may set about the console.</summary>
public sealed record ConsoleOptions
{
    /// <summary>Address people open, e.g. <c>http://127.0.0.1:4181</c>; links are made from it.</summary>
    public required Uri Address { get; init; }

    /// <summary>Address of the gateway, shown to people.</summary>
    public required Uri GatewayAddress { get; init; }

    /// <summary>Host names, beside that of <see cref="Address"/>, localhost and the loopback addresses, under which browsers may reach the console.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The store's folder, whose ledger can be verified.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Whether the built-in demo model answers.</summary>
    public bool Demo { get; init; }

    /// <summary>Whether text is kept, sealed.</summary>
    public bool RecordsContent { get; init; }

    /// <summary>The identity providers whose people may sign in.</summary>
    public SignInOptions SignIn { get; init; } = new();

    /// <summary>Fetches the secret that a provider's options refer to; null when it is not there.</summary>
    public Func<string, string?> Secrets { get; init; } = _ => null;

    /// <summary>A session nobody used for this long ends.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>A session ends after this long in any case.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How often the live feed says that it is alive, and looks whether its reader may still read.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);
}
