namespace Bartizan.Console.Contract;

/// <summary>A key with which the person approves.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What its person calls it.</param>
/// <param name="Host">The host name that a passkey is bound to; null for a key of the command line.</param>
/// <param name="Created">When it was registered.</param>
public sealed record PasskeyView(string Id, string Name, string? Host, DateTimeOffset Created);

/// <summary>The person's keys.</summary>
/// <param name="Items">The oldest first.</param>
public sealed record PasskeyList(IReadOnlyList<PasskeyView> Items);

/// <summary>What a browser needs to make a passkey.</summary>
/// <param name="Challenge">Base64url.</param>
/// <param name="RelyingParty">The host name that it will be bound to.</param>
/// <param name="User">The person's handle, base64url.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Known">Ids of passkeys that there are already, base64url.</param>
public sealed record PasskeyChallenge(string Challenge, string RelyingParty, string User, string Name, IReadOnlyList<string> Known);

/// <summary>A new passkey.</summary>
/// <param name="Name">What its person calls it; 1 to 64 characters.</param>
/// <param name="Password">The person's password: a session alone is not enough for a key that approves. Empty for somebody without one, who proved anew at their provider who they are.</param>
/// <param name="Attestation">The attestation object, base64url.</param>
/// <param name="ClientData">Base64url.</param>
public sealed record AddPasskey(string Name, string Password, string Attestation, string ClientData);
