namespace Bartizan.Core.Policies;

/// <summary>A policy that a person put in force, as its text was then.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text; another one is a new policy, until it is put in force too.</param>
/// <param name="By">Who put it in force.</param>
/// <param name="At">When.</param>
public sealed record EnforcedPolicy(string Id, string Text, string By, DateTimeOffset At);
