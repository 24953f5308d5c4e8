namespace Bartizan.Storage.Ledgers.Verification;

/// <summary>Gathers problems; neighbours with the same cause become one.</summary>
internal sealed class ProblemList
{
    private readonly List<LedgerProblem> _problems = [];

    /// <summary>The problems kept.</summary>
    public IReadOnlyList<LedgerProblem> Problems => _problems;

    /// <summary>How many were not kept.</summary>
    public long More { get; private set; }

    /// <summary>Whether any was found.</summary>
    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Adds a problem of one record.</summary>
    public void Add(LedgerProblemKind kind, long sequence, string? id, string what) => Add(kind, sequence, sequence, id, what);

    /// <summary>Adds a problem of a range of records.</summary>
    public void Add(LedgerProblemKind kind, long sequence, long through, string? id, string what)
    {
        if (_problems is [.., var last] && last.Kind == kind && last.Through == sequence - 1 && last.What == what)
        {
            _problems[^1] = last with { Through = through };
        }
        else if (_problems.Count < LedgerVerifier.MaxProblems)
        {
            _problems.Add(new LedgerProblem(kind, sequence, through, id, what));
        }
        else
        {
            More++;
        }
    }
}
