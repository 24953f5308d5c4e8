using Bartizan.Core.Credentials;

namespace Bartizan.Console.Contract;

/// <summary>A server that asks for an account of the person's own, and how the person stands with it.</summary>
/// <param name="Server">The MCP server's name.</param>
/// <param name="Issuer">Host of the authorization server where the account is; the server's own host while it is not known.</param>
/// <param name="State">Connected, needs to connect again, or not connected.</param>
/// <param name="Since">When the person connected, or null.</param>
/// <param name="Asks">Scopes that are asked for.</param>
/// <param name="Scopes">What the authorization server gave, in its words; may be empty.</param>
/// <param name="Problem">Why the person must, or may, connect again, or null.</param>
public sealed record ConnectedAccountView(string Server, string Issuer, ConnectionState State, DateTimeOffset? Since, IReadOnlyList<string> Asks, string Scopes, string? Problem);

/// <summary>Servers that ask for an account.</summary>
/// <param name="Items">In the order of the configuration.</param>
public sealed record ConnectedAccountList(IReadOnlyList<ConnectedAccountView> Items);

/// <summary>Where to go to connect.</summary>
/// <param name="Redirect">Address of the authorization server, for the person's browser.</param>
public sealed record ConnectingAccount(string Redirect);

/// <summary>What the browser brought back from there.</summary>
/// <param name="State">Parameter <c>state</c>.</param>
/// <param name="Code">Parameter <c>code</c>; null when the person did not allow it.</param>
/// <param name="Iss">Parameter <c>iss</c>; null when there was none.</param>
public sealed record CompleteAccount(string State, string? Code, string? Iss);
