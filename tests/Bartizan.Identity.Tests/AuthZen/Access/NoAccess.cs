using System.Reflection;
using Bartizan.Core.Elevation;

namespace Bartizan.Identity.Tests.AuthZen.Access;

/// <summary>A store of access requests that must not be asked.</summary>
public class NoAccess : DispatchProxy
{
    public static IAccessStore Store => Create<IAccessStore, NoAccess>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new InvalidOperationException("Nobody may be asked here.");
}
