namespace Bartizan.Console.Access;

/// <summary>One thing a person may do in the console.</summary>
public enum Right
{
    /// <summary>See overview, exchanges without their text, agents, tools, policies, budgets, ledger and the live feed.</summary>
    Watch,

    /// <summary>Read sealed prompt text and what of it made a score. Every reading is recorded.</summary>
    ReadContent,

    /// <summary>Download exchanges. Every download is recorded.</summary>
    Export,

    /// <summary>Add agents, suspend and resume them, revoke their keys.</summary>
    ManageAgents,

    /// <summary>Throw and lift kill switches.</summary>
    UseKillSwitches,

    /// <summary>Add, rotate and remove upstream secrets. Nobody reads one.</summary>
    ManageSecrets,

    /// <summary>Approve and suspend tools of MCP servers.</summary>
    ApproveTools,

    /// <summary>Read calls that policy holds, and approve or deny them.</summary>
    ApproveAccess,

    /// <summary>Answer questions of reviews that one is asked, and decide on proposals for one's own blueprints.</summary>
    AnswerReviews,

    /// <summary>Begin reviews, ask somebody else, and answer for others.</summary>
    ManageReviews,

    /// <summary>Say of exchanges that they were attacks, or benign.</summary>
    MarkExchanges,

    /// <summary>Set the guard's thresholds from recorded traffic.</summary>
    CalibrateGuard,

    /// <summary>Ask what policy would say.</summary>
    TestPolicies,

    /// <summary>Save policy files, where the configuration lets the console.</summary>
    WritePolicies,

    /// <summary>Walk over the whole ledger.</summary>
    VerifyLedger,

    /// <summary>Invite people, change their roles, disable their accounts.</summary>
    ManageAccounts,
}
