using Bartizan.Core.Identity;

namespace Bartizan.Core.KillSwitches;

/// <summary>Whether those who were let in still may be there.</summary>
public interface IStanding
{
    /// <summary>The kill switches now.</summary>
    KillSwitchSet KillSwitches { get; }

    /// <summary>Whether a principal's agents still work and its token still counts. Kill switches are not looked at.</summary>
    bool Stands(Principal principal);

    /// <summary>
    /// Has something done after every change, and before that change is acknowledged to whoever made it: whoever holds exchanges open ends those that no
    /// longer may go on.
    /// </summary>
    /// <returns>Disposed, it is no longer done.</returns>
    IDisposable OnChange(Action act);
}
