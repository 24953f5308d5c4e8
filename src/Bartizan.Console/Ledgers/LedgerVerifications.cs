using Bartizan.Console.Contract;
using Bartizan.Core.Ids;

namespace Bartizan.Console.Ledgers;

/// <summary>Walks over the whole ledger and returns what is wrong, in order of place.</summary>
internal delegate IReadOnlyList<LedgerProblem> VerifyLedger(IProgress<(long Done, long Total)> progress, CancellationToken cancellationToken);

/// <summary>Runs verifications in the background, one at a time, and keeps the newest results.</summary>
internal sealed partial class LedgerVerifications(VerifyLedger verify, IIdSource ids, TimeProvider clock, ILogger<LedgerVerifications> log) : IDisposable
{
    /// <summary>Problems that one result lists.</summary>
    public const int MostProblems = 100;

    private const int MostRuns = 20;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<LedgerVerification> _runs = [];

    /// <summary>Starts a verification, or returns the one that runs.</summary>
    public LedgerVerification Start()
    {
        lock (_gate)
        {
            if (_runs.Find(run => run.State == VerificationState.Running) is { } running)
            {
                return running;
            }

            if (_runs.Count == MostRuns)
            {
                _runs.RemoveAt(0);
            }

            var started = new LedgerVerification(ids.NewId("ver"), VerificationState.Running, 0, 0, clock.GetUtcNow(), null, []);
            _runs.Add(started);
            _ = Task.Run(() => Run(started.Id), _stop.Token);
            return started;
        }
    }

    /// <summary>How a verification stands; null when there is none of this id any more.</summary>
    public LedgerVerification? Find(string id)
    {
        lock (_gate)
        {
            return _runs.Find(run => run.Id == id);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void Run(string id)
    {
        try
        {
            var progress = new Progress(at => Update(id, run => run with { Checked = at.Done, Total = at.Total }));
            var problems = verify(progress, _stop.Token);
            Update(id, run => run with
            {
                State = problems.Count == 0 ? VerificationState.Passed : VerificationState.Failed,
                Problems = [.. problems.Take(MostProblems)],
                Finished = clock.GetUtcNow(),
            });
        }
        catch (Exception error)
        {
            Update(id, run => run with { State = VerificationState.Broken, Finished = clock.GetUtcNow() });
            if (error is not OperationCanceledException)
            {
                LogBroken(error, id);
            }
        }
    }

    private void Update(string id, Func<LedgerVerification, LedgerVerification> change)
    {
        lock (_gate)
        {
            var index = _runs.FindIndex(run => run.Id == id);
            _runs[index] = change(_runs[index]);
        }
    }

    [LoggerMessage(4102, LogLevel.Error, "Verification {Id} of the ledger could not be finished")]
    private partial void LogBroken(Exception error, string id);

    // The framework's Progress<T> posts to other threads, where reports overtake each other.
    private sealed class Progress(Action<(long Done, long Total)> report) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) => report(value);
    }
}
