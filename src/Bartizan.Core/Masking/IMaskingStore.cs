namespace Bartizan.Core.Masking;

/// <summary>Keeps which token stands for which value, sealed, session by session, until a session ends.</summary>
public interface IMaskingStore
{
    /// <summary>The session, or null when there is none or it has ended.</summary>
    ValueTask<MaskingSession?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The session, begun with a new key when there is none, and kept for <paramref name="keep"/> from now.</summary>
    ValueTask<MaskingSession> OpenAsync(string id, TimeSpan keep, CancellationToken cancellationToken);

    /// <summary>
    /// Adds values to a session; once it returns they survive the end of the process. False, and nothing added, when the session has ended
    /// meanwhile or one of the tokens stands for another value in it.
    /// </summary>
    ValueTask<bool> AddAsync(MaskingSession session, IReadOnlyList<MaskedValue> values, CancellationToken cancellationToken);
}
