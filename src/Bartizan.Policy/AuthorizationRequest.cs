using Bartizan.Policy.Values;

namespace Bartizan.Policy;

/// <summary>One question: may this principal take this action on this resource, in this context?</summary>
public sealed record AuthorizationRequest(EntityUid Principal, EntityUid Action, EntityUid Resource, CedarRecord Context);
