using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;

namespace Bartizan.Identity.Tests.Support;

/// <summary>A store of backchannel requests for tests in which no person takes part: it is empty, and takes nothing.</summary>
internal sealed class NoBackchannel : IBackchannelStore
{
    public ValueTask<bool> AskAsync(byte[] hash, BackchannelRequest request, TimeSpan pace, CancellationToken cancellationToken) => new(false);

    public ValueTask<BackchannelState> PollAsync(byte[] hash, string agent, DateTimeOffset now, CancellationToken cancellationToken) => new(BackchannelState.Unknown);

    public ValueTask<IReadOnlyList<BackchannelRequest>> WaitingAsync(string person, DateTimeOffset now, CancellationToken cancellationToken) => new([]);

    public ValueTask<bool> AllowAsync(string id, Connection connection, DateTimeOffset now, CancellationToken cancellationToken) => new(false);

    public ValueTask<bool> RefuseAsync(string id, string person, DateTimeOffset now, CancellationToken cancellationToken) => new(false);
}
