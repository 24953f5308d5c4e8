namespace Bartizan.Policy.Analysis.Diffs;

/// <summary>How the answer to one request changes. In the order in which a reviewer wants to see them.</summary>
public enum AnswerChange
{
    /// <summary>Denied before, permitted now.</summary>
    NewlyAllowed,

    /// <summary>Permitted before, denied now.</summary>
    NewlyDenied,

    /// <summary>Decided alike, but a policy fails that did not fail before.</summary>
    NewError,

    /// <summary>Decided alike, but what the determining policies ask for beside it, such as masks or approval, is not the same.</summary>
    OtherObligations,

    /// <summary>Decided alike and with the same obligations, by other policies.</summary>
    OtherReasons,

    /// <summary>What is not known of the request may change its answer.</summary>
    CannotTell,

    /// <summary>The same answer for the same reasons.</summary>
    Same,
}
