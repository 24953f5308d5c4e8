using Bartizan.Policy.Entities;
using Bartizan.Policy.Partial;

namespace Bartizan.Policy.Analysis.Cases;

/// <summary>A request that policies are asked about, as far as it is known.</summary>
/// <param name="Name">What people find it by: an exchange's id, a file and line.</param>
/// <param name="Request">The request.</param>
/// <param name="Entities">What is known of those it speaks of.</param>
public sealed record AnalysisCase(string Name, PartialRequest Request, EntityStore Entities)
{
    /// <summary>A request of which everything is known.</summary>
    public AnalysisCase(string name, AuthorizationRequest request, EntityStore entities)
        : this(name, PartialRequest.Of(request), entities)
    {
    }

    /// <summary>What bounds its principal, whatever policies permit.</summary>
    public IReadOnlyList<CaseBound> Bounds { get; init; } = [];

    /// <summary>Ids of the policies that people lifted for it, so that they do not hold it; null for none.</summary>
    public IReadOnlySet<string>? Lifted { get; init; }

    /// <summary>The same question about those on whose behalf its principal acts: all of them must be allowed it too.</summary>
    public IReadOnlyList<AnalysisCase> Also { get; init; } = [];
}
