using System.Text;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Signals;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Signals.Receiving;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Signs signals when they go out, with the authorization server's key of that moment.</summary>
internal sealed class SetSigner(IdentityDirectory directory, IStanding standing, TimeProvider clock)
{
    /// <summary>The token, signed as its stream wants it; null while there is no key.</summary>
    public string? Sign(SignalStream stream, OutgoingSignal signal) => directory.Current.Keys.Signing(clock.GetUtcNow(), stream.Algorithm)?.Sign(SetCheck.Kind, Encoding.UTF8.GetBytes(signal.Claims));

    /// <summary>Whether a stream's signals may go out: it is enabled, and its client works. When everything is stopped, that is what others are to learn.</summary>
    public bool MayGo(SignalStream stream) =>
        stream.Status == StreamStatus.Enabled
        && directory.Current.Agent(stream.Client) is { } client
        && standing.KillSwitches.Stopping(client, null, null) is null or { Target.Kind: KillKind.Everything };
}
