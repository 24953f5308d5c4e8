using Bartizan.Core.Ids;

namespace Bartizan.Identity.AuthZen.Access;

/// <summary>
/// The denials that can be asked for, for ten minutes, in memory: one that was forgotten, also by a restart, is had again by evaluating again. So many are kept,
/// and so many of one caller, that none can crowd out the others.
/// </summary>
internal sealed class DenialBook(IIdSource ids, TimeProvider clock)
{
    /// <summary>How long a denial can be asked for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int MostOfACaller = 1_000;
    private const int MostCallers = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedList<RequestableDenial>> _byCaller = new(StringComparer.Ordinal);

    /// <summary>Notes a denial.</summary>
    public RequestableDenial Add(string caller, HeldEvaluation evaluation, IEnumerable<string> members)
    {
        var now = clock.GetUtcNow();
        // Whole seconds, since it is told as text and comes back so.
        var ends = DateTimeOffset.FromUnixTimeSeconds((now + Life).ToUnixTimeSeconds());
        var denial = new RequestableDenial(ids.NewId("eval"), caller, evaluation.Digest, members.ToHashSet(StringComparer.Ordinal), now, ends);
        lock (_gate)
        {
            if (!_byCaller.TryGetValue(caller, out var own))
            {
                if (_byCaller.Count >= MostCallers)
                {
                    Forget(now);
                }

                _byCaller[caller] = own = new LinkedList<RequestableDenial>();
            }

            own.AddLast(denial);
            while (own.Count > MostOfACaller || own.First!.Value.Ends <= now)
            {
                own.RemoveFirst();
            }
        }

        return denial;
    }

    /// <summary>A denial of this caller; null when there is none, or it is forgotten. It may be over.</summary>
    public RequestableDenial? Find(string caller, string id)
    {
        lock (_gate)
        {
            return _byCaller.GetValueOrDefault(caller)?.FirstOrDefault(d => d.Id == id);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (caller, own) in _byCaller.ToList())
        {
            if (own.Last is null || own.Last.Value.Ends <= now)
            {
                _byCaller.Remove(caller);
            }
        }
    }
}
