using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Standings;

namespace Bartizan.Console.Contract;

/// <summary>A kill switch.</summary>
/// <param name="Kind">What it stops.</param>
/// <param name="Target">Which one: an agent's id, or a name; <c>*</c> for everything.</param>
/// <param name="Name">How people call it.</param>
/// <param name="Thrown">Whether nothing of it passes now.</param>
/// <param name="Epoch">Tokens that were issued to it up to then no longer count.</param>
/// <param name="Reason">Why it was thrown, or lifted.</param>
/// <param name="By">Who did that.</param>
/// <param name="At">When.</param>
public sealed record KillSwitchView(KillKind Kind, string Target, string Name, bool Thrown, DateTimeOffset Epoch, string Reason, string By, DateTimeOffset At);

/// <summary>Kill switches.</summary>
/// <param name="Items">Those that are thrown first, the latest first.</param>
public sealed record KillSwitchList(IReadOnlyList<KillSwitchView> Items);

/// <summary>Throws or lifts a kill switch.</summary>
/// <param name="Kind">What it stops.</param>
/// <param name="Target">Which one: an agent's id, or a name; <c>*</c> for everything.</param>
/// <param name="Reason">Why, for the ledger; 1 to 500 characters.</param>
public sealed record UseKillSwitch(KillKind Kind, string Target, string Reason);

/// <summary>What came of it.</summary>
/// <param name="Acknowledgement">Whether the gateway follows it.</param>
/// <param name="Items">All switches.</param>
public sealed record KillSwitchUsed(Acknowledgement Acknowledgement, IReadOnlyList<KillSwitchView> Items);
