using Bartizan.Core.Elevation;

namespace Bartizan.Testing.Stores;

/// <summary>Held calls, and what people said of them, in memory.</summary>
public sealed class MemoryHeldCalls : IHeldCalls
{
    private readonly Lock _gate = new();
    private readonly List<AccessRequest> _requests = [];
    private readonly List<GrantedRequest> _grants = [];
    private readonly List<(string Grant, string Exchange)> _uses = [];

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<AccessRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Every use so far.</summary>
    public IReadOnlyList<(string Grant, string Exchange)> Uses
    {
        get
        {
            lock (_gate)
            {
                return [.. _uses];
            }
        }
    }

    /// <summary>Lets people approve a request.</summary>
    public Grant Approve(AccessRequest request, int uses, DateTimeOffset until, params TestApprover[] people)
    {
        var at = request.Created;
        until = DateTimeOffset.FromUnixTimeSeconds(until.ToUnixTimeSeconds());
        var grant = new Grant { Id = "grt_" + (_grants.Count + 1), Request = request.Id, Policy = "", Uses = uses, Created = at, Ends = until };
        grant = grant with { Policy = GrantPolicy.Of(grant.Id, request, until) };
        Add(new GrantedRequest(
            grant, request with { State = AccessRequestState.Approved }, [.. people.Select(p => p.Approve(request, uses, until, at))], [.. people.Select(p => p.Registered)], [.. people.Select(p => p.Person)]));
        return grant;
    }

    /// <summary>Puts a grant there as a test made it, and its request with it.</summary>
    public void Add(GrantedRequest granted)
    {
        lock (_gate)
        {
            _requests.RemoveAll(r => r.Id == granted.Request.Id);
            _requests.Add(granted.Request);
            _grants.Add(granted);
        }
    }

    /// <summary>Changes what a grant rests on.</summary>
    public void Change(Func<GrantedRequest, GrantedRequest> change)
    {
        lock (_gate)
        {
            for (var i = 0; i < _grants.Count; i++)
            {
                _grants[i] = change(_grants[i]);
            }
        }
    }

    /// <summary>Denies a request.</summary>
    public void Deny(AccessRequest request)
    {
        lock (_gate)
        {
            _requests[_requests.FindIndex(r => r.Id == request.Id)] = request with { State = AccessRequestState.Denied };
        }
    }

    public AccessRequest? FindOpen(string digest, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _requests.LastOrDefault(r => r.Digest == digest && r.State is AccessRequestState.Waiting or AccessRequestState.Denied && r.Ends > now);
        }
    }

    public int CountWaiting(string agent, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _requests.Count(r => r.Agent.Id == agent && r.State == AccessRequestState.Waiting && r.Ends > now);
        }
    }

    public IReadOnlyList<GrantedRequest> FindGrants(string digest, DateTimeOffset now)
    {
        lock (_gate)
        {
            return [.. _grants.Where(g => g.Request.Digest == digest && g.Grant.IsLive(now))];
        }
    }

    public ValueTask OpenAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var at = _requests.FindIndex(r => r.Digest == request.Digest && r.State == AccessRequestState.Waiting && r.Ends > request.Created);
            if (at < 0)
            {
                _requests.Add(request);
            }
            else
            {
                _requests[at] = _requests[at] with { Asked = _requests[at].Asked + 1 };
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> UseAsync(string grant, string exchange, DateTimeOffset when, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var at = _grants.FindIndex(g => g.Grant.Id == grant && g.Grant.IsLive(when));
            if (at >= 0)
            {
                _grants[at] = _grants[at] with { Grant = _grants[at].Grant with { Used = _grants[at].Grant.Used + 1 } };
                _uses.Add((grant, exchange));
            }

            return ValueTask.FromResult(at >= 0);
        }
    }

    /// <summary>How often calls of the same kind passed before.</summary>
    public long Usual { get; set; }

    /// <summary>Whether owners of agents may still work.</summary>
    public bool OwnerWorks { get; set; } = true;

    public AutomaticFacts Automatic(string agent, string owner, string name, DateTimeOffset now)
    {
        lock (_gate)
        {
            return new(_requests.Count(r => r.Agent.Id == agent && r.Automatic is not null && r.Created > now.AddHours(-1)), OwnerWorks, Usual);
        }
    }

    public ValueTask<bool> GrantAsync(AccessRequest request, Grant grant, int mostAnHour, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var isWithin = _requests.Count(r => r.Agent.Id == request.Agent.Id && r.Automatic is not null && r.Created > request.Created.AddHours(-1)) < mostAnHour;
            if (isWithin)
            {
                _requests.Add(request);
                _grants.Add(new GrantedRequest(grant, request, [], [], []));
            }

            return ValueTask.FromResult(isWithin);
        }
    }
}
