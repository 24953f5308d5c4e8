using Bartizan.Core.Budgets;
using Bartizan.Identity.Standings;

namespace Bartizan.Console.Contract;

/// <summary>A piece of work that an agent does, and what may be spent for it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Depth">How many mandates stand above it; it follows the one that it came of.</param>
/// <param name="Holder">Name of the agent that holds it; its id where it is gone.</param>
/// <param name="Person">Name of the person with whom it began; null when it began with an agent.</param>
/// <param name="Purpose">What it is for, in the words of who asked; null where nobody said it.</param>
/// <param name="Limits">What may be spent of it and of all below it together.</param>
/// <param name="HandsOn">How many agents may act for its holder, one after the other; null where that is not limited.</param>
/// <param name="Transaction">The id that all tokens of the piece of work share.</param>
/// <param name="Created">When it was given.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Ended">When it was ended before its time; null when it was not.</param>
/// <param name="Counts">Whether work goes on under it.</param>
public sealed record MandateView(
    string Id,
    int Depth,
    string Holder,
    string? Person,
    string? Purpose,
    IReadOnlyList<MandateLimit> Limits,
    int? HandsOn,
    string Transaction,
    DateTimeOffset Created,
    DateTimeOffset Until,
    DateTimeOffset? Ended,
    bool Counts);

/// <summary>A limit of a mandate.</summary>
/// <param name="Unit">What it counts.</param>
/// <param name="Currency">ISO 4217 code where it counts money, else null.</param>
/// <param name="Limit">The limit; money in whole units of its currency.</param>
/// <param name="Spent">What was spent; at most a twentieth of the limit ahead of it.</param>
public sealed record MandateLimit(BudgetUnit Unit, string? Currency, decimal Limit, decimal Spent);

/// <summary>Mandates.</summary>
/// <param name="Items">Each below the one that it came of, the latest pieces of work first.</param>
public sealed record MandateList(IReadOnlyList<MandateView> Items);

/// <summary>Ends a mandate.</summary>
/// <param name="Reason">Why, for the ledger; 1 to 500 characters.</param>
public sealed record EndMandate(string Reason);

/// <summary>What came of it.</summary>
/// <param name="Acknowledgement">Whether the gateway follows it.</param>
public sealed record MandateEnded(Acknowledgement Acknowledgement);
