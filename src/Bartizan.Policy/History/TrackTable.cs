using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.History;

/// <summary>What is kept for the questions that are asked of one principal. Most name the resource they are about, so that few look at a new event.</summary>
internal sealed class TrackTable
{
    private const int Most = 4_096;

    private readonly Dictionary<string, QueryTracks> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<EntityUid, List<QueryTracks>> _ofResource = [];
    private readonly List<QueryTracks> _ofAny = [];

    /// <summary>What is kept for a question, or null.</summary>
    public QueryTracks? Find(HistoryQuery query) => _byText.GetValueOrDefault(query.Text);

    /// <summary>Keeps something for one more question.</summary>
    public void Add(HistoryQuery query, QueryTracks tracks)
    {
        if (_byText.Count == Most)
        {
            // Those still asked are made again.
            _byText.Clear();
            _ofResource.Clear();
            _ofAny.Clear();
        }

        _byText.Add(query.Text, tracks);
        if (OnlyResource(query) is not { } resource)
        {
            _ofAny.Add(tracks);
        }
        else if (_ofResource.TryGetValue(resource, out var same))
        {
            same.Add(tracks);
        }
        else
        {
            _ofResource[resource] = [tracks];
        }
    }

    /// <summary>Those that must look at an event on a resource.</summary>
    public IEnumerable<QueryTracks> Of(EntityUid resource) => _ofResource.TryGetValue(resource, out var same) ? _ofAny.Concat(same) : _ofAny;

    /// <summary>Has all forget what has left their windows, and drops those that nobody asked since a time.</summary>
    public void Forget(long before, long now)
    {
        foreach (var (text, tracks) in _byText)
        {
            if (tracks.Asked < before)
            {
                _byText.Remove(text);
                _ofAny.Remove(tracks);
                foreach (var (resource, same) in _ofResource)
                {
                    if (same.Remove(tracks) && same.Count == 0)
                    {
                        _ofResource.Remove(resource);
                    }
                }
            }
            else
            {
                tracks.Expire(now);
            }
        }
    }

    private static EntityUid? OnlyResource(HistoryQuery query)
    {
        EntityUid? only = null;
        foreach (var pattern in query.Patterns)
        {
            if (pattern.Resource is not { Kind: ScopeKind.Equal, Uids: [var uid] } || (only is { } other && !other.Equals(uid)))
            {
                return null;
            }

            only = uid;
        }

        return only;
    }
}
