namespace Bartizan.Core.Identity;

/// <summary>Knows which people are whom at identity providers.</summary>
public interface ILinkedPeople
{
    /// <summary>The person of a working account whom a provider calls so; null when there is none.</summary>
    /// <param name="issuer">The provider, letter for letter.</param>
    /// <param name="subject">The person there, letter for letter.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<Person?> FindAsync(string issuer, string subject, CancellationToken cancellationToken);
}
