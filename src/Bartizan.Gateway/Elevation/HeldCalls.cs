using System.Collections.Concurrent;
using Bartizan.Core.Elevation;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Ids;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Policies;
using Bartizan.Policy.Holds;

namespace Bartizan.Gateway.Elevation;

/// <summary>
/// What becomes of a call that policy holds: a grant of a person lets it pass, or one access request asks people for it. A grant lifts only the forbids
/// that hold the call and that its approver saw; everything else is asked as always. What is decided here is written down by <see cref="UseAsync"/>
/// before anything passes, and by <see cref="OpenAsync"/> before the client hears of it.
/// </summary>
internal sealed class HeldCalls(IHeldCalls store, AutomaticApprovals automatic, ConsoleAddress console, IIdSource ids, TimeProvider time)
{
    /// <summary>Names the access request to the client.</summary>
    public const string Header = "x-bartizan-access-request";

    // Whoever comes when so many wait is answered at once, and asks again.
    private const int MostWaiting = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly Refusal UsedUp = new(403, PolicyDecider.Held, "The approval for this call was used up, ended or was taken back just now. Ask again to have it approved anew.");

    // Requests that are being written: who asks for the same call at the same moment hears of the same request.
    private readonly ConcurrentDictionary<string, string> _opening = new(StringComparer.Ordinal);
    private int _waiting;

    /// <summary>Decides on a held call.</summary>
    /// <param name="exchange">Its exchange.</param>
    /// <param name="outcome">What policy says: that it is held.</param>
    /// <param name="question">What policy was asked.</param>
    /// <param name="describe">The exact call; null when it could be read in two ways.</param>
    /// <param name="ask">Asks policy again without some forbids.</param>
    /// <param name="lifted">The forbids that a grant lifts; null when none does.</param>
    /// <returns>What policy says without the lifted forbids; or that it is held, and how to go on.</returns>
    public PolicyOutcome Consider(
        Exchange exchange, in PolicyOutcome outcome, in PolicyQuestion question, Func<HeldCall?> describe, Func<IReadOnlySet<string>, PolicyOutcome> ask, out IReadOnlySet<string>? lifted)
    {
        lifted = null;
        var holding = new List<Policy.Policy>();
        var without = new HashSet<string>(StringComparer.Ordinal);
        var passed = outcome;
        // Each on whose behalf the agent acts may be held by other policies.
        while (passed.Decision.Verdict == Verdict.Hold)
        {
            holding.AddRange(passed.Holding.Where(p => without.Add(p.Id)));
            passed = ask(without);
        }

        if (passed.Stops)
        {
            return Say(outcome, "Nobody can approve it: other policies are against it too.");
        }

        if (describe() is not { } call)
        {
            return Say(outcome, "Nobody can approve it: it is too large, or could be read in two ways.");
        }

        var access = exchange.Access ??= new ExchangeAccess();
        var now = time.GetUtcNow();
        if (FindGrant(exchange, access, question, call, holding, now) is not { } granted)
        {
            if (automatic.TryApprove(exchange, question, call, holding, now) is not { } approved)
            {
                return Request(exchange, access, outcome, call, holding, now);
            }

            access.Automatic.Add(granted = approved);
        }

        lifted = without;
        access.Uses.Add(granted.Grant);
        return passed with
        {
            Decision = passed.Decision with
            {
                Access = new AccessRecord(granted.Request.Id, granted.Grant.Id, granted.ApprovedBy, [.. holding.Select(p => p.Id)]),
            },
        };
    }

    /// <summary>Counts every use of a grant, durably; why nothing may pass where one cannot be counted.</summary>
    public async ValueTask<Refusal?> UseAsync(Exchange exchange)
    {
        if (exchange.Access is not { Uses: { Count: > 0 } uses })
        {
            return null;
        }

        await WriteAutomaticAsync(exchange);
        foreach (var grant in uses)
        {
            if (!await store.UseAsync(grant.Id, exchange.Id, time.GetUtcNow(), CancellationToken.None).AsTask().WaitAsync(Patience))
            {
                return UsedUp;
            }
        }

        uses.Clear();
        return null;
    }

    /// <summary>Writes down the requests that an exchange makes; completes when they are durable.</summary>
    public async ValueTask OpenAsync(Exchange exchange)
    {
        await WriteAutomaticAsync(exchange);
        if (exchange.Access is not { Requests: { Count: > 0 } requests })
        {
            return;
        }

        foreach (var request in requests)
        {
            try
            {
                await store.OpenAsync(request, CancellationToken.None);
            }
            finally
            {
                _opening.TryRemove(KeyValuePair.Create(request.Digest, request.Id));
            }
        }

        requests.Clear();
    }

    /// <summary>The page where people decide on a request; null without a console.</summary>
    public Uri? LinkTo(Exchange exchange, string request) => console.LinkTo(exchange.Snapshot.Routes.Options.Elevation, request);

    /// <summary>Waits a while for people to decide on a call that one of them has just gone to look at.</summary>
    public async ValueTask WaitAsync(HeldCall call, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
            {
                return;
            }

            var until = time.GetUtcNow() + LongestWait;
            while (time.GetUtcNow() is var now && now < until && store.FindOpen(call.Digest, now) is { State: AccessRequestState.Waiting })
            {
                await Task.Delay(LookEvery, time, cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    // Where there were too many meanwhile, its use finds no grant, and nothing passes.
    private async ValueTask WriteAutomaticAsync(Exchange exchange)
    {
        if (exchange.Access is { Automatic: { Count: > 0 } approved })
        {
            foreach (var (grant, request, _, _, _) in approved)
            {
                await store.GrantAsync(request, grant, exchange.Snapshot.Routes.Options.Elevation.Automatic, CancellationToken.None).AsTask().WaitAsync(Patience);
            }

            approved.Clear();
        }
    }

    private GrantedRequest? FindGrant(Exchange exchange, ExchangeAccess access, in PolicyQuestion question, HeldCall call, List<Policy.Policy> holding, DateTimeOffset now)
    {
        foreach (var granted in store.FindGrants(call.Digest, now))
        {
            var taken = access.Uses.Count(g => g.Id == granted.Grant.Id);
            if (granted.Grant.Used + taken < granted.Grant.Uses && GrantCheck.Lifts(granted, call.Granted, holding, now)
                && (granted.Request.Automatic is null || automatic.StillApproves(exchange, question, call, holding, now)))
            {
                return granted;
            }
        }

        return null;
    }

    private PolicyOutcome Request(Exchange exchange, ExchangeAccess access, in PolicyOutcome outcome, HeldCall call, List<Policy.Policy> holding, DateTimeOffset now)
    {
        var options = exchange.Snapshot.Routes.Options.Elevation;
        // First the name, then the look: whoever writes the same request takes its name away only once it can be seen.
        var (id, made) = (ids.NewId("arq"), false);
        id = _opening.GetOrAdd(call.Digest, id) is var first && (made = first == id) ? id : first;
        if (store.FindOpen(call.Digest, now) is { } open)
        {
            Withdraw(made, call, id);
            if (open.State == AccessRequestState.Denied)
            {
                return Tell(exchange, access, outcome, open.Id, $"A person said no to access request {open.Id}. It can be asked for again after {open.Ends.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z.");
            }

            id = open.Id;
        }
        else if (made && store.CountWaiting(call.Agent.Id, now) + access.Requests.Count >= options.Waiting)
        {
            Withdraw(made, call, id);
            return Say(outcome, $"Nobody was asked: {options.Waiting} access requests of this agent wait already.");
        }

        access.Requests.Add(call.ToRequest(id, exchange, holding, now, now + options.Wait));
        var where = console.LinkTo(options, id) is { } link ? $" at {link}" : "";
        return Tell(exchange, access, outcome, id, $"People are asked by access request {id}{where}. Make exactly the same call again once it is approved.");
    }

    private void Withdraw(bool made, HeldCall call, string id)
    {
        if (made)
        {
            _opening.TryRemove(KeyValuePair.Create(call.Digest, id));
        }
    }

    private static PolicyOutcome Tell(Exchange exchange, ExchangeAccess access, in PolicyOutcome outcome, string request, string how)
    {
        access.Request ??= request;
        var response = exchange.Http.Response;
        if (!response.HasStarted)
        {
            response.Headers[Header] = access.Request;
        }

        var said = Say(outcome, how);
        return said with { Decision = said.Decision with { Access = new AccessRecord(request) } };
    }

    private static PolicyOutcome Say(in PolicyOutcome outcome, string how) =>
        outcome with { Decision = outcome.Decision with { Message = $"{outcome.Decision.Message} {how}" } };
}
