using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary>Gathers what candidate policies say and draws the conclusion. Allocates nothing until several policies determine one answer.</summary>
internal struct Tally(IReadOnlySet<string>? lifted)
{
    private static readonly AuthorizationAnswer NothingSatisfied = new(false, [], []);

    private CompiledPolicy? _permit;
    private List<CompiledPolicy>? _morePermits;
    private CompiledPolicy? _forbid;
    private List<CompiledPolicy>? _moreForbids;
    private CompiledPolicy? _held;
    private List<CompiledPolicy>? _moreHeld;
    private List<(CompiledPolicy Policy, string Message)>? _errors;

    /// <summary>Runs one candidate.</summary>
    public void Run(CompiledPolicy policy, EvaluationContext context)
    {
        if (!policy.Applies(context))
        {
            return;
        }

        var value = policy.Evaluate(context);
        if (ReferenceEquals(value, CedarBool.True))
        {
            if (policy.IsHeldPermit && lifted?.Contains(policy.Policy.Id) != true)
            {
                Add(policy, ref _held, ref _moreHeld);
            }
            else if (policy.Policy.Effect == Effect.Permit)
            {
                Add(policy, ref _permit, ref _morePermits);
            }
            else if (lifted?.Contains(policy.Policy.Id) != true)
            {
                Add(policy, ref _forbid, ref _moreForbids);
            }
        }
        else if (value is Fault fault)
        {
            (_errors ??= []).Add((policy, fault.Message));
        }
    }

    public readonly AuthorizationAnswer Answer()
    {
        if (_permit is null && _forbid is null && _held is null && _errors is null)
        {
            return NothingSatisfied;
        }

        var errors = Errors();
        var allowed = _forbid is null && _permit is not null;
        var (only, more) = allowed ? (_permit, _morePermits) : _forbid is not null ? (_forbid, _moreForbids) : (_held, _moreHeld);
        if (only is null)
        {
            return new AuthorizationAnswer(false, [], errors);
        }

        if (more is null)
        {
            return new AuthorizationAnswer(allowed, only.OnlyReason, errors) { Determining = only.OnlyDetermining };
        }

        more.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        var reasons = new string[more.Count];
        var determining = new Policy[more.Count];
        for (var i = 0; i < reasons.Length; i++)
        {
            (reasons[i], determining[i]) = (more[i].Policy.Id, more[i].Policy);
        }

        return new AuthorizationAnswer(allowed, reasons, errors) { Determining = determining };
    }

    private static void Add(CompiledPolicy policy, ref CompiledPolicy? only, ref List<CompiledPolicy>? more)
    {
        if (only is null)
        {
            only = policy;
        }
        else
        {
            (more ??= [only]).Add(policy);
        }
    }

    private readonly PolicyError[] Errors()
    {
        if (_errors is null)
        {
            return [];
        }

        _errors.Sort((a, b) => a.Policy.Order.CompareTo(b.Policy.Order));
        return [.. _errors.Select(e => new PolicyError(e.Policy.Policy.Id, e.Message))];
    }
}
