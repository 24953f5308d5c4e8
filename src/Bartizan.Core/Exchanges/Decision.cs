namespace Bartizan.Core.Exchanges;

/// <summary>What is done with an exchange.</summary>
public enum Verdict
{
    /// <summary>It passes unchanged.</summary>
    Allow,

    /// <summary>It passes with some spans masked.</summary>
    Redact,

    /// <summary>It waits until a person approves it.</summary>
    Hold,

    /// <summary>It does not pass.</summary>
    Block,
}

/// <summary>What policy says of one message or tool call of an exchange, always with the policies that determined it.</summary>
public sealed record Decision
{
    /// <summary>What is done.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The action asked for, e.g. <c>invokeModel</c>, <c>returnAnswer</c>, <c>callTool</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Ids of the determining policies, in order; empty when nothing permitted it.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>Policies that failed to evaluate, with their messages.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Machine-readable code for the client, e.g. <c>blocked_by_policy</c>, <c>held_for_approval</c>, <c>guard_unavailable</c>; empty when it passes.</summary>
    public string Code { get; init; } = "";

    /// <summary>One sentence for people; empty when there is nothing to say.</summary>
    public string Message { get; init; } = "";

    /// <summary>Label patterns to mask, from <c>@redact</c>; empty unless <see cref="Verdict"/> is redact.</summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>Label patterns to replace by tokens, from <c>@tokenise</c>; empty unless something was.</summary>
    public IReadOnlyList<string> Tokenise { get; init; } = [];

    /// <summary>Label patterns whose tokens may be restored at this destination, from <c>@restore</c>; empty unless something was.</summary>
    public IReadOnlyList<string> Restore { get; init; } = [];

    /// <summary>Texts of unknown author that were marked as such for the model, from <c>@spotlight</c>.</summary>
    public int Spotlit { get; init; }

    /// <summary>Who must approve, from <c>@hold</c>; null unless held.</summary>
    public string? HoldFor { get; init; }

    /// <summary>The access request that asks people to let it pass, or the grant by which it did; null where neither is.</summary>
    public AccessRecord? Access { get; init; }

    /// <summary>What would have been decided with the policies in shadow mode enforced too; null when nothing else would have been done.</summary>
    public Decision? Shadow { get; init; }

    /// <summary>
    /// The policies in shadow mode that this was a trial of, as <c>id@digest</c>: their head admits the request, and enforcing a forbid could still have
    /// changed something. Null when there are none.
    /// </summary>
    public IReadOnlyList<string>? Trials { get; init; }

    /// <summary>What policy was asked, as far as the exchange's record does not say it elsewhere; null for what policy was not asked, and in records from before replay.</summary>
    public AskedQuestion? Asked { get; init; }
}
