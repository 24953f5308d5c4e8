using Bartizan.Identity.Standings;

namespace Bartizan.Console.Contract;

/// <summary>An upstream secret. Its value is in no answer.</summary>
/// <param name="Name">Its name, as configuration has it after <c>secret:</c>.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Hosts">Hosts it may be sent to.</param>
/// <param name="Header">Header that carries it, with what stands before it there.</param>
/// <param name="Version">How many values it has had.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Rotated">When its value came.</param>
/// <param name="Used">When it was last sent, or null.</param>
/// <param name="Removed">When it was removed, or null.</param>
public sealed record SecretView(
    string Name, string Owner, IReadOnlyList<string> Hosts, string Header, int Version, DateTimeOffset Created, DateTimeOffset Rotated, DateTimeOffset? Used, DateTimeOffset? Removed);

/// <summary>Upstream secrets.</summary>
/// <param name="Items">Those in force first, by name.</param>
public sealed record SecretList(IReadOnlyList<SecretView> Items);

/// <summary>Adds a secret.</summary>
/// <param name="Name">1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Hosts">1 to 16 hosts, each with its port where that is not the usual one.</param>
/// <param name="Header">A header, such as <c>Authorization</c>, <c>Authorization: Basic</c> or <c>x-api-key</c>.</param>
/// <param name="Value">The secret, 8 to 4,096 characters.</param>
public sealed record AddSecret(string Name, string Owner, IReadOnlyList<string> Hosts, string Header, string Value);

/// <summary>Gives a secret a new value.</summary>
/// <param name="Value">The secret, 8 to 4,096 characters.</param>
public sealed record RotateSecret(string Value);

/// <summary>What came of it.</summary>
/// <param name="Acknowledgement">Whether the gateway follows it.</param>
/// <param name="Items">All secrets.</param>
public sealed record SecretChanged(Acknowledgement Acknowledgement, IReadOnlyList<SecretView> Items);
