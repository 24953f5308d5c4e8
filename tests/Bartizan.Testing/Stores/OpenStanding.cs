using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;

namespace Bartizan.Testing.Stores;

/// <summary>Everybody stands until a test says otherwise.</summary>
public sealed class OpenStanding : IStanding
{
    private volatile Action _act = () => { };
    private volatile KillSwitchSet _switches = KillSwitchSet.None;
    private volatile Func<Principal, bool> _stands = _ => true;

    public KillSwitchSet KillSwitches => _switches;

    public bool Stands(Principal principal) => _stands(principal);

    public IDisposable OnChange(Action act)
    {
        _act += act;
        return new Nothing();
    }

    /// <summary>Throws switches, and returns when that is followed.</summary>
    public void Throw(params KillTarget[] targets)
    {
        var now = TimeProvider.System.GetUtcNow();
        _switches = new(targets.Select(t => new KillSwitch(t, now, true, "why", "ada", now)));
        _act();
    }

    /// <summary>Ends a principal's authority, and returns when that is followed.</summary>
    public void End(Func<Principal, bool> ended)
    {
        _stands = p => !ended(p);
        _act();
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
