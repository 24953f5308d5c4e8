using Bartizan.Policy.Entities;

namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>A request, and the entities that it is decided against.</summary>
public sealed record Situation(AuthorizationRequest Request, EntityStore Entities);
