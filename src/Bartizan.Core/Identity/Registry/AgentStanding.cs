namespace Bartizan.Core.Identity.Registry;

/// <summary>Whether an agent that is not revoked may work, and if not, why. The one place where this is worked out; what time alone changes is in it.</summary>
public sealed record AgentStanding
{
    /// <summary>Nothing stands against it.</summary>
    public static readonly AgentStanding Clear = new();

    private readonly SuspensionCause _now;
    private readonly SuspensionCause _then;
    private readonly DateTimeOffset _until = DateTimeOffset.MaxValue;

    private AgentStanding(SuspensionCause now = SuspensionCause.None, string? said = null) => (_now, Said) = (now, said);

    /// <summary>Why a person suspended it; null when nobody did.</summary>
    public string? Said { get; }

    /// <summary>Works it out. What a person decided comes first, then what somebody has to mend, then what ran out.</summary>
    public static AgentStanding Of(in StandingFacts facts) => facts switch
    {
        { Said: { } said } => new(SuspensionCause.ByPerson, said),
        { Blueprint: null, BlueprintRequired: true } => new(SuspensionCause.NoBlueprint),
        { Blueprint: null } => Clear,
        { Blueprint.IsRetired: true } => new(SuspensionCause.BlueprintRetired),
        { Blueprint.OwnerIsLive: false } => new(SuspensionCause.OwnerInactive),
        { Blueprint.SponsorIsLive: false } => new(SuspensionCause.SponsorInactive),
        { Blueprint: { } blueprint } => new AgentStanding(blueprint),
    };

    /// <summary>A standing in which a person suspended it.</summary>
    public static AgentStanding SuspendedFor(string said) => new(SuspensionCause.ByPerson, said);

    private AgentStanding(in BlueprintFacts blueprint) =>
        (_until, _then) = blueprint.Expires <= blueprint.ReviewDue ? (blueprint.Expires, SuspensionCause.BlueprintExpired) : (blueprint.ReviewDue, SuspensionCause.ReviewOverdue);

    /// <summary>Why it may not work at this time.</summary>
    public SuspensionCause CauseAt(DateTimeOffset now) => _now != SuspensionCause.None ? _now : now >= _until ? _then : SuspensionCause.None;

    /// <summary>Whether it may work at this time.</summary>
    public bool WorksAt(DateTimeOffset now) => CauseAt(now) == SuspensionCause.None;

    /// <summary>Why it may not work at this time, as half a sentence for people; null when it may.</summary>
    public string? ReasonAt(DateTimeOffset now) => CauseAt(now) switch
    {
        SuspensionCause.None => null,
        SuspensionCause.ByPerson => Said,
        SuspensionCause.NoBlueprint => "it has no blueprint, and here every agent must have one",
        SuspensionCause.BlueprintRetired => "its blueprint was retired",
        SuspensionCause.OwnerInactive => "the account of its blueprint's owner is not active",
        SuspensionCause.SponsorInactive => "the account of its blueprint's sponsor is not active",
        SuspensionCause.BlueprintExpired => "its blueprint has expired",
        _ => "the review of its blueprint is overdue",
    };
}
