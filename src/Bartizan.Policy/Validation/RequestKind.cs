using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Validation;

/// <summary>One kind of request that a schema allows: an action, and a principal's and a resource's type that it applies to.</summary>
internal sealed record RequestKind(ActionDeclaration Action, string Principal, string Resource)
{
    public override string ToString() => $"principal {Principal}, {Action.Uid}, resource {Resource}";
}
