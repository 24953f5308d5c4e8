using System.Globalization;
using Bartizan.Identity.Standings;
using Bartizan.Storage;

namespace Bartizan.Commands;

/// <summary>Waits until the gateway confirms a change that ends somebody's authority, and says what came of it.</summary>
internal static class Confirmation
{
    /// <summary>Says it; the exit code is 1 when the gateway did not answer.</summary>
    /// <param name="store">The store, in which the change stands.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="done">What was done, as a sentence.</param>
    /// <param name="started">When the command began.</param>
    /// <param name="cancellationToken">Stops waiting; the change stays.</param>
    public static async Task<int> WaitAsync(BartizanStore store, string folder, string done, long started, CancellationToken cancellationToken)
    {
        var answer = await Acknowledgements.WaitAsync(store.Standing, () => BartizanStore.IsServed(folder), TimeProvider.System, cancellationToken);
        var taken = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        await System.Console.Error.WriteLineAsync(answer switch
        {
            Acknowledgement.Followed => $"{done} The gateway has confirmed it, {taken} ms after the command began.",
            Acknowledgement.NobodyServes => $"{done} No gateway serves this folder now; the next one will follow it.",
            _ => $"{done} The gateway has NOT confirmed it. It lets nobody in once it could not read the store for 10 seconds; end its process to be sure.",
        });
        return answer == Acknowledgement.Missing ? ExitCodes.Findings : ExitCodes.Fine;
    }
}
