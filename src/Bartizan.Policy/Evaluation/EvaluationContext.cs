using Bartizan.Policy.Entities;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary>What one evaluation reads: the request, and the store with the request's own entities looked up once.</summary>
internal sealed class EvaluationContext(AuthorizationRequest request, EntityStore entities)
{
    public CedarEntity Principal { get; } = new(request.Principal);

    public CedarEntity Action { get; } = new(request.Action);

    public CedarEntity Resource { get; } = new(request.Resource);

    public EntityNode? PrincipalNode { get; } = entities.FindNode(request.Principal);

    public EntityNode? ActionNode { get; } = entities.FindNode(request.Action);

    public EntityNode? ResourceNode { get; } = entities.FindNode(request.Resource);

    public CedarRecord Context => request.Context;

    /// <summary>The past event that a condition on events looks at.</summary>
    public HistoryEvent? Event { get; set; }

    public EntityNode? FindNode(in EntityUid uid) => entities.FindNode(uid);

    public EntityNode? Find(CedarEntity entity) =>
        ReferenceEquals(entity, Principal) ? PrincipalNode
        : ReferenceEquals(entity, Resource) ? ResourceNode
        : ReferenceEquals(entity, Action) ? ActionNode
        : entities.FindNode(entity.Uid);

    public bool IsIn(CedarEntity entity, EntityUid ancestor) =>
        entity.Uid.Equals(ancestor) || (Find(entity)?.HasAncestor(ancestor) ?? false);
}
