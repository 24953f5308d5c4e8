namespace Bartizan.Core.Credentials;

/// <summary>What an identity provider gave for a person who signed in by it, with which it lets Bartizan act for them elsewhere. Never written anywhere in clear: its text is nothing.</summary>
/// <param name="session">SHA-256 of the token of the session that began with it, with which it goes.</param>
/// <param name="value">The ID token.</param>
/// <param name="ends">When the provider takes it no more.</param>
public sealed class SubjectToken(byte[] session, string value, DateTimeOffset ends)
{
    /// <summary>SHA-256 of the token of the session that began with it.</summary>
    public byte[] Session => session;

    /// <summary>The ID token.</summary>
    public string Value => value;

    /// <summary>When the provider takes it no more.</summary>
    public DateTimeOffset Ends => ends;

    /// <inheritdoc/>
    public override string ToString() => "subject token";
}

/// <summary>Knows what providers gave for people who are signed in.</summary>
public interface ISubjectTokens
{
    /// <summary>The latest of a person at a provider, of a session that goes on; null when there is none, or the account does not work.</summary>
    /// <param name="account">The person's account.</param>
    /// <param name="issuer">The provider.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<SubjectToken?> FindAsync(string account, string issuer, CancellationToken cancellationToken);
}
