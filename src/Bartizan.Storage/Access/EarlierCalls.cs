using Bartizan.Core.Elevation;

namespace Bartizan.Storage.Access;

/// <summary>A call that waits for approval, beside earlier ones of the same agent and tool.</summary>
/// <param name="Calls">Earlier calls that were approved and made, whose arguments are kept with their requests.</param>
/// <param name="Looked">Earlier exchanges about the tool that passed, as many as were looked at. Of these only digests are kept.</param>
/// <param name="Same">How many of those sent exactly the same.</param>
/// <param name="Differences">In what the call differs from the former, the gravest first.</param>
public sealed record EarlierCalls(int Calls, int Looked, int Same, IReadOnlyList<CallDifference> Differences)
{
    private const int Most = 50;

    /// <summary>Compares the call of a request; null where nothing of what is sent along is kept: requests to models, and calls that cannot be opened.</summary>
    public static async ValueTask<EarlierCalls?> CompareAsync(AccessRequest request, BartizanStore store, CancellationToken cancellationToken)
    {
        if (request.Call is not { } call || request.Action == "invokeModel")
        {
            return null;
        }

        var earlier = await store.Access.EarlierCallsAsync(request, Most, cancellationToken);
        var (same, looked) = request.KeptAs is { } name ? await store.Exchanges.CountSameAsync(request.Agent.Id, name, request.Exchange, Most, cancellationToken) : (0, 0);
        return new(earlier.Count, looked, same, CallComparison.Of(call, earlier));
    }
}
