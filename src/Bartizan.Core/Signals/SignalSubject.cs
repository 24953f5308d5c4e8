namespace Bartizan.Core.Signals;

/// <summary>A person as a transmitter names them: by one of the last three.</summary>
/// <param name="Issuer">The identity provider whose person it is.</param>
/// <param name="Subject">What the provider calls the person.</param>
/// <param name="Session">What the provider calls a session of the person (<c>sid</c>).</param>
/// <param name="Email">An e-mail address, for accounts that the provider made under it as their name.</param>
public sealed record SignalSubject(string Issuer, string? Subject = null, string? Session = null, string? Email = null);
