using Bartizan.Core.Exchanges;

namespace Bartizan.Core.Sensitivities;

/// <summary>Remembers the highest sensitivity label of each session until the session ends.</summary>
public interface ISensitivityStore
{
    /// <summary>The session's label; public when nothing higher is remembered.</summary>
    ValueTask<Sensitivity> FindAsync(string session, CancellationToken cancellationToken);

    /// <summary>Raises a session's label, never lowers it, and keeps it for <paramref name="keep"/> from now; durable once it returns.</summary>
    ValueTask RaiseAsync(string session, Sensitivity label, TimeSpan keep, CancellationToken cancellationToken);
}
