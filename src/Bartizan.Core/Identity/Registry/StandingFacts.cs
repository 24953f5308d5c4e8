namespace Bartizan.Core.Identity.Registry;

/// <summary>All that an agent's standing depends on.</summary>
/// <param name="Said">Why a person suspended it; null when nobody did.</param>
/// <param name="BlueprintRequired">Whether every agent must have a blueprint.</param>
/// <param name="Blueprint">What is known of its blueprint; null when it has none.</param>
public readonly record struct StandingFacts(string? Said, bool BlueprintRequired, BlueprintFacts? Blueprint);

/// <summary>What of a blueprint bears on the standing of its agents.</summary>
/// <param name="IsRetired">Whether it was retired.</param>
/// <param name="OwnerIsLive">Whether its owner has an account that is not disabled.</param>
/// <param name="SponsorIsLive">Whether its sponsor has one.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="ReviewDue">When it must have been looked at.</param>
public readonly record struct BlueprintFacts(bool IsRetired, bool OwnerIsLive, bool SponsorIsLive, DateTimeOffset Expires, DateTimeOffset ReviewDue);
