namespace Bartizan.Identity.Signals.Receiving;

/// <summary>Where the access token is from with which a transmitter is asked (RFC 6749 §4.4), as a person configured it. The client's secret is the transmitter's credential.</summary>
/// <param name="Address">The token endpoint.</param>
/// <param name="ClientId">What it calls this Bartizan.</param>
/// <param name="Scope">What is asked for; null for what the client has.</param>
/// <param name="Resource">The resource that it is for (RFC 8707); null where the server needs no telling.</param>
public sealed record PollTokenOptions(string Address, string ClientId, string? Scope, string? Resource);
