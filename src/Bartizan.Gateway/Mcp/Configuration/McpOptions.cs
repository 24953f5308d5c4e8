namespace Bartizan.Gateway.Mcp.Configuration;

/// <summary>What a person wrote about MCP servers. Checked whole by <see cref="McpOptionsValidator"/> and compiled into <see cref="McpServers"/>.</summary>
public sealed record McpOptions
{
    /// <summary>The servers that clients reach under <c>/mcp/{name}</c>.</summary>
    public IReadOnlyList<McpServerOptions> Servers { get; init; } = [];

    /// <summary>The gateway's address as clients know it, e.g. <c>https://gateway.example.org</c>; null for the address asked.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Origins of web pages that may ask, beside the gateway's own, e.g. <c>https://app.example.org</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Host names by which the gateway may be asked, beside addresses, <c>localhost</c> and that of <see cref="PublicUrl"/>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Issuers of tokens for this gateway, named in protected resource metadata.</summary>
    public IReadOnlyList<string> AuthorizationServers { get; init; } = [];
}

/// <summary>One MCP server: reached by <see cref="Url"/>, or started by <see cref="Command"/>.</summary>
public sealed record McpServerOptions
{
    /// <summary>Name in the path, in policies and in pins; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Address of its streamable HTTP endpoint; null for one that is started here.</summary>
    public string? Url { get; init; }

    /// <summary>Where its credential is: <c>secret:NAME</c>, <c>env:NAME</c> or <c>file:/path</c>; null when it asks for none.</summary>
    public string? Credential { get; init; }

    /// <summary>The account that each person connects, whose token is sent in place of a credential of the gateway's; null for none.</summary>
    public McpAccountOptions? Account { get; init; }

    /// <summary>Header that carries the credential; <c>Authorization</c> gets it as a bearer token.</summary>
    public string CredentialHeader { get; init; } = "Authorization";

    /// <summary>Program that speaks MCP on its standard input and output; null for one that is reached by address.</summary>
    public string? Command { get; init; }

    /// <summary>The program's arguments. No shell reads them.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>The program's environment as <c>NAME=value</c>; a value that is <c>env:NAME</c> or <c>file:/path</c> is fetched from there.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Most memory the program may map, in bytes.</summary>
    public long Memory { get; init; } = 4L << 30;

    /// <summary>When its tools are offered.</summary>
    public McpTrust Trust { get; init; } = McpTrust.Approve;

    /// <summary>Scopes that a token for it needs, all of them; null for <c>mcp:{name}</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}

/// <summary>When a server's tools are offered. A change suspends a tool either way.</summary>
public enum McpTrust
{
    /// <summary>Once a person has approved each of them.</summary>
    Approve,

    /// <summary>At first sight, which pins them.</summary>
    FirstUse,
}
