namespace Bartizan.Core.Identity.Mandates;

/// <summary>Keeps mandates. They are added together with the token or the consent that brings them, by <see cref="IIdentityStore"/> and <see cref="IConsentStore"/>.</summary>
public interface IMandateStore
{
    /// <summary>A mandate; null when none is kept under that id.</summary>
    ValueTask<MandateRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Mandates that were not over for a day, the oldest first, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<MandateRecord>> ListAsync(int most, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a mandate with all tokens and mandates below it; false when it is unknown or over. Nothing is issued under it any more. Event:
    /// <c>identity.mandate-ended</c>.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="reason">Why, in the words of who does it.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<bool> EndMandateAsync(string id, string reason, string by, DateTimeOffset now, CancellationToken cancellationToken);
}
