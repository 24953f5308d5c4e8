using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;
using Bartizan.Policy.Analysis.Cases;

namespace Bartizan.Gateway.Replay;

/// <summary>A decision of policy as recorded, and what is known of its question.</summary>
public sealed class RecordedDecision
{
    private readonly Lazy<AnalysisCase> _case;

    internal RecordedDecision(Decision decision, PolicyQuestion? question, bool mayHaveFailed, Func<AnalysisCase> known)
    {
        (Decision, Question, MayHaveFailed) = (decision, question, mayHaveFailed);
        _case = new(known);
    }

    /// <summary>The decision.</summary>
    public Decision Decision { get; }

    /// <summary>Its question as far as it is known.</summary>
    public AnalysisCase Case => _case.Value;

    /// <summary>Its question where everything is known, else null.</summary>
    internal PolicyQuestion? Question { get; }

    /// <summary>Whether the agent showed a token that bounds it, or acts for others, which the case by itself does not tell.</summary>
    internal bool IsBound { get; init; }

    /// <summary>Whether the agent had a blueprint, of which the record tells no more than its name: what policy refused, that may have refused too.</summary>
    internal bool HasBlueprint { get; init; }

    /// <summary>Whether an inspector failed on the message, or may have.</summary>
    internal bool MayHaveFailed { get; }
}
