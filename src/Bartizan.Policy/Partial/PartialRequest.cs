using Bartizan.Policy.Values;

namespace Bartizan.Policy.Partial;

/// <summary>A request of which not everything is known yet.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Action">Does what.</param>
/// <param name="Resource">To what.</param>
/// <param name="Context">The fields of the context that are known.</param>
/// <param name="UnknownContext">Names of fields that may be there or not; null where that is true of any field beside the known ones.</param>
public sealed record PartialRequest(PartialEntity Principal, PartialEntity Action, PartialEntity Resource, CedarRecord Context, IReadOnlySet<string>? UnknownContext)
{
    private static readonly HashSet<string> Nothing = [];

    /// <summary>The request of which everything is known.</summary>
    public static PartialRequest Of(AuthorizationRequest request) =>
        new(PartialEntity.Of(request.Principal), PartialEntity.Of(request.Action), PartialEntity.Of(request.Resource), request.Context, Nothing);

    /// <summary>The request itself where everything of it is known, else null.</summary>
    public AuthorizationRequest? Whole() => this is { Principal.Uid: { } principal, Action.Uid: { } action, Resource.Uid: { } resource, UnknownContext.Count: 0 }
        ? new(principal, action, resource, Context)
        : null;
}

/// <summary>An entity of a request: known, or of a known type, or any.</summary>
public sealed record PartialEntity
{
    private PartialEntity(EntityUid? uid, string? type) => (Uid, Type) = (uid, type);

    /// <summary>Nothing is known of it.</summary>
    public static PartialEntity Unknown { get; } = new(null, null);

    /// <summary>The entity, or null.</summary>
    public EntityUid? Uid { get; }

    /// <summary>Its type, or null.</summary>
    public string? Type { get; }

    /// <summary>A known entity.</summary>
    public static PartialEntity Of(EntityUid uid) => new(uid, uid.Type);

    /// <summary>Some entity of a known type.</summary>
    public static PartialEntity OfType(string type) => new(null, type);
}
