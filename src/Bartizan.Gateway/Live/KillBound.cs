using Bartizan.Core.Exchanges;
using Bartizan.Core.KillSwitches;
using Bartizan.Gateway.Policies;

namespace Bartizan.Gateway.Live;

/// <summary>What kill switches take from what policy allows: a model, a tool or a server that is stopped, for everybody.</summary>
internal static class KillBound
{
    /// <summary>How what stands in the place of a policy's id begins.</summary>
    public const string Policy = "kill-switch:";

    /// <summary>Code of refusals.</summary>
    public const string Code = "kill_switch";

    /// <summary>The switch that stops what is asked for; null when none does.</summary>
    public static KillSwitch? Stopping(in PolicyQuestion question) =>
        question.Standing?.KillSwitches.StoppingResource(question.Request.Resource.Type, question.Request.Resource.Id);

    /// <summary>What is recorded. It was not policy that decided, so nobody need ask policy again what it would say.</summary>
    public static Decision Decide(KillSwitch thrown, string action) => new()
    {
        Verdict = Verdict.Block,
        Action = action,
        Policies = [$"{Policy}{thrown.Target.Word}:{thrown.Target.Id}"],
        Code = Code,
        Message = Tell(thrown),
    };

    // A client is told what is stopped, and not why.
    private static string Tell(KillSwitch thrown) => thrown.Target.Kind switch
    {
        KillKind.Everything => "An operator has stopped everything here.",
        KillKind.System => "An operator has stopped this AI system.",
        KillKind.Agent => "An operator has stopped this agent, or one that it acts for.",
        KillKind.Work => "An operator has stopped this piece of work.",
        KillKind.Model => "An operator has stopped this model.",
        KillKind.Tool => "An operator has stopped this tool.",
        _ => "An operator has stopped this server.",
    };
}
