using Bartizan.Console.Contract;
using Bartizan.Core.Ids;
using Bartizan.Policy;

namespace Bartizan.Console.Policies;

/// <summary>What a review is about.</summary>
/// <param name="Before">Policies as they are.</param>
/// <param name="After">Policies as they would be.</param>
/// <param name="Days">Days of recorded decisions to ask again.</param>
/// <param name="Base">Version of the files that were compared with; null where texts were.</param>
/// <param name="Draft">Digest of the draft's file and text; null where texts were compared.</param>
internal sealed record ReviewSubject(PolicySet Before, PolicySet After, int Days, string? Base, string? Draft);

/// <summary>Runs reviews in the background, one at a time, and keeps the newest results.</summary>
internal sealed partial class PolicyReviews(PolicyReviewer reviewer, IIdSource ids, ILogger<PolicyReviews> log) : IDisposable
{
    private const int MostRuns = 20;

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private readonly List<Run> _runs = [];

    /// <summary>Starts a review. One of the same person that is not finished is given up.</summary>
    /// <returns>The review; null where too many wait.</returns>
    public PolicyReviewView? Start(string account, ReviewSubject subject)
    {
        lock (_gate)
        {
            foreach (var other in _runs.Where(r => r.Account == account && !r.IsOver))
            {
                other.Stop.Cancel();
            }

            if (_runs.Count == MostRuns)
            {
                if (_runs.Find(r => r.IsOver) is not { } oldest)
                {
                    return null;
                }

                _runs.Remove(oldest);
            }

            var run = new Run(ids.NewId("rev"), account, subject, CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
            _runs.Add(run);
            _ = Task.Run(() => RunAsync(run), CancellationToken.None);
            return run.View;
        }
    }

    /// <summary>How a review stands; null when there is none of this id any more.</summary>
    public PolicyReviewView? Find(string id)
    {
        lock (_gate)
        {
            return _runs.Find(r => r.Id == id)?.View;
        }
    }

    /// <summary>The result of a finished review of just this draft on just these files; null when there is none.</summary>
    public PolicyReviewResult? ResultOf(string id, string @base, string draft)
    {
        lock (_gate)
        {
            return _runs.Find(r => r.Id == id && r.Subject.Base == @base && r.Subject.Draft == draft)?.View.Result;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _turn.Dispose();
    }

    private async Task RunAsync(Run run)
    {
        var (state, result) = (ReviewState.Broken, (PolicyReviewResult?)null);
        try
        {
            await _turn.WaitAsync(run.Stop.Token);
            try
            {
                void Tell(string stage, long done, long total) =>
                    Update(run, run.View with { State = ReviewState.Running, Stage = stage, Done = done, Total = total });
                result = await reviewer.ReviewAsync(run.Subject, Tell, run.Stop.Token);
                state = ReviewState.Done;
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
            state = ReviewState.Stopped;
        }
        catch (Exception error) when (error is not ObjectDisposedException)
        {
            LogBroken(error, run.Id);
        }

        Update(run, run.View with { State = state, Stage = "", Result = result });
    }

    private void Update(Run run, PolicyReviewView view)
    {
        lock (_gate)
        {
            run.View = view;
            if (run.IsOver)
            {
                run.Stop.Dispose();
            }
        }
    }

    private sealed class Run(string id, string account, ReviewSubject subject, CancellationTokenSource stop)
    {
        public string Id => id;

        public string Account => account;

        public ReviewSubject Subject => subject;

        public CancellationTokenSource Stop => stop;

        public PolicyReviewView View { get; set; } = new(id, ReviewState.Waiting, "", 0, 0, subject.Days, null);

        public bool IsOver => View.State is not (ReviewState.Waiting or ReviewState.Running);
    }

    [LoggerMessage(4103, LogLevel.Error, "Review {Id} of a change of policies could not be finished")]
    private partial void LogBroken(Exception error, string id);
}
