using System.Runtime.CompilerServices;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Tests.RedTeam;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>
/// Theme 6, slow gateways that leak memory: litellm #6592, #8671, #9491, #12685, #13546, #14681, #21046, #21908, #25219, #27954; NeMo #154, #255, #831;
/// presidio #1461, #1584. Speed is measured in bench/, not asserted here.
/// </summary>
public class MemoryThatGrows
{
    private const int Rounds = 60;

    // What a pool or the stack may still hold of the newest exchanges.
    private const int Few = 6;

    [Fact]
    public async Task Each_exchange_left_something_behind()
    {
        await using var range = FiringRange.Open(Loot.Masked);
        var before = new List<WeakReference>();
        for (var round = 0; round < Rounds; round++)
        {
            before.Add(await RoundAsync(range));
        }

        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // An exchange, its stream and its gate hold the configuration they began under: while one of them lives, so does that.
        Assert.InRange(before.Count(b => b.IsAlive), 0, Few);
        var metrics = await range.Gateway.Client.GetStringAsync("/metrics");
        Assert.Contains("bartizan_exchanges_in_flight 0\n", metrics, StringComparison.Ordinal);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RoundAsync(FiringRange range)
    {
        var state = range.Gateway.State;
        state.Swap(state.Current with { });
        var weak = Weak(state);
        var chat = Targets.Chat;
        range.Answers(chat.Answer);
        Assert.Equal(200, (await range.AskAsync(chat.Path, chat.Request)).Status);
        range.Streams(chat.Stream(chat.Events));
        Assert.Equal(200, (await range.AskAsync(chat.StreamPath, chat.StreamRequest)).Status);
        Assert.Equal(400, (await range.AskAsync(chat.Path, "{")).Status);
        return weak;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Weak(GatewayState state) => new(state.Current);
}
