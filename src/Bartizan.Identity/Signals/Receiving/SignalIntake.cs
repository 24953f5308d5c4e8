using Bartizan.Core.KillSwitches;
using Bartizan.Core.Signals;
using Bartizan.Identity.Standings;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>What becomes of a security event token that came.</summary>
internal enum Intake
{
    /// <summary>Its effect is durable, and holds wherever traffic passes: it may be acknowledged.</summary>
    Taken,

    /// <summary>It is not what it must be.</summary>
    Refused,

    /// <summary>It could not be checked, or its effect is not followed yet: it must come again.</summary>
    Later,
}

/// <summary>Takes security event tokens, pushed or asked for. Whatever it ends is over before it says that the token was taken.</summary>
internal sealed class SignalIntake(SetCheck check, ISignalInbox inbox, IStandingStore standing, TimeProvider clock)
{
    /// <summary>Takes one.</summary>
    /// <param name="source">Who sent it.</param>
    /// <param name="text">The token.</param>
    /// <param name="id">The id under which it came; null where it came without.</param>
    /// <param name="cancellationToken">Stops it before it is begun, and the waiting.</param>
    public async ValueTask<(Intake Intake, SetError? Error)> TakeAsync(SignalSource source, string text, string? id, CancellationToken cancellationToken)
    {
        var (told, wrong) = await check.RunAsync(source, text, cancellationToken);
        if (told is null)
        {
            return wrong is null ? (Intake.Later, null) : (Intake.Refused, wrong);
        }

        if (id is not null && id != told.Id)
        {
            return (Intake.Refused, SetError.Invalid("It came under another id than its own."));
        }

        var (signal, broken) = SignalReader.Read(told, source);
        if (signal is null)
        {
            return (Intake.Refused, broken);
        }

        await inbox.TakeAsync(signal, cancellationToken);
        // Also when it came before: whoever sends again waits for this answer.
        return await Acknowledgements.WaitAsync(standing, () => true, clock, cancellationToken) == Acknowledgement.Followed ? (Intake.Taken, null) : (Intake.Later, null);
    }
}
