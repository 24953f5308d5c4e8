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

    /// <summary>Where the blueprints come from under which it is asked again.</summary>
    public BlueprintSource Blueprints { get; init; }

    /// <summary>Whether an inspector failed on the message, or may have.</summary>
    internal bool MayHaveFailed { get; }
}
