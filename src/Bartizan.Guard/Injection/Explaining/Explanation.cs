using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Injection.Explaining;

/// <summary>Why a stretch of normalised text scores as it does.</summary>
/// <param name="LogOdds">The score; the contributions sum to it.</param>
/// <param name="Start">First UTF-16 unit of the stretch.</param>
/// <param name="End">One past its last.</param>
/// <param name="Contributions">The largest shares with their places in the normalised text, then the rest as one, then the bias.</param>
internal sealed record Explanation(double LogOdds, int Start, int End, IReadOnlyList<Contribution> Contributions);
