using Bartizan.Core.Databases;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Guard.Custom;
using Bartizan.Guard.Topics;
using Bartizan.Identity;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.Federation;
using Bartizan.Telemetry;

namespace Bartizan.Configuration;

/// <summary>What <c>bartizan.yaml</c> says, as a whole.</summary>
internal sealed record BartizanConfig
{
    public GatewayOptions Gateway { get; init; } = new();

    /// <summary>How much may be spent.</summary>
    public BudgetsOptions Budgets { get; init; } = new();

    /// <summary>The MCP servers.</summary>
    public McpOptions Mcp { get; init; } = new();

    /// <summary>The authorization server.</summary>
    public AuthorizationOptions Identity { get; init; } = new();

    /// <summary>Address and port of the console.</summary>
    public string ConsoleListen { get; init; } = "127.0.0.1:4181";

    /// <summary>The console's address as browsers know it, an origin such as <c>https://console.example.com</c>; null for where it listens.</summary>
    public string? ConsoleAddress { get; init; }

    /// <summary>Whether people with the right may save policy files from the console.</summary>
    public bool EditPolicies { get; init; }

    /// <summary>The identity providers through which people may sign in.</summary>
    public SignInOptions SignIn { get; init; } = new();

    /// <summary>The databases in which agents get logins.</summary>
    public IReadOnlyList<DatabaseServerOptions> Databases { get; init; } = [];

    /// <summary>Folder of <c>*.cedar</c> files, absolute; null for the policies that are built in.</summary>
    public string? Policies { get; init; }

    /// <summary>Names of built-in sets of policies in force beside the others.</summary>
    public IReadOnlyList<string> PolicyPacks { get; init; } = [];

    /// <summary>What happens to policies that speak of what requests never hold.</summary>
    public PolicyCheck PolicyCheck { get; init; } = PolicyCheck.Warn;

    /// <summary>Kinds of data that only this installation knows.</summary>
    public IReadOnlyList<CustomEntity> Entities { get; init; } = [];

    /// <summary>Files of such, absolute.</summary>
    public IReadOnlyList<string> EntityFiles { get; init; } = [];

    /// <summary>What is not to be talked about.</summary>
    public IReadOnlyList<TermList> Topics { get; init; } = [];

    /// <summary>Where spans and measurements are sent.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>Where events are pushed.</summary>
    public IReadOnlyList<ExportOptions> Export { get; init; } = [];

    /// <summary>The decision point for other enforcement points; null for none.</summary>
    public AuthZenOptions? AuthZen { get; init; }

    /// <summary>Policies that are only tried.</summary>
    public ShadowOptions Shadow { get; init; } = new();

    /// <summary>Folders whose files people edit while the gateway runs.</summary>
    public IEnumerable<string> PolicyFolders => new[] { Policies, Shadow.Policies }.OfType<string>();

    /// <summary>Whether a credential is a secret in the store, which only the store can tell whether it is there.</summary>
    public bool RefersToSecrets => Gateway.Upstreams.Select(u => u.Credential).Concat(Mcp.Servers.Select(s => s.Credential)).Any(c => c is not null && SecretReference.NameOf(c) is not null);

    /// <summary>Where each setting stands: path such as <c>gateway.upstreams[0].url</c> to line and column.</summary>
    public required SettingPlaces Places { get; init; }
}

/// <summary>Policies in shadow mode as a whole, whatever their annotations say.</summary>
internal sealed record ShadowOptions
{
    /// <summary>Folder of <c>*.cedar</c> files, absolute; null for none.</summary>
    public string? Policies { get; init; }

    /// <summary>Names of built-in sets of policies.</summary>
    public IReadOnlyList<string> Packs { get; init; } = [];

    /// <summary>Whether policies that nobody put in force yet are only tried.</summary>
    public bool NewPolicies { get; init; }
}

/// <summary>What happens to policies that do not fit the gateway's schema.</summary>
internal enum PolicyCheck
{
    /// <summary>They are in force, and the log names each mistake with its place.</summary>
    Warn,

    /// <summary>The gateway does not start, or keeps what was in force.</summary>
    Refuse,
}
