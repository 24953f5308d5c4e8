using System.CommandLine;
using Bartizan.Core.Elevation;
using Bartizan.Core.Results;
using Bartizan.Storage;

namespace Bartizan.Commands.Access;

/// <summary>The argument that names an access request.</summary>
internal static class RequestArgument
{
    public static Argument<string> Create() => new("request") { Description = "Id of the access request, such as arq_…" };

    /// <summary>The request that the argument names, with its call.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static async Task<AccessRequest> FindAsync(BartizanStore store, string id, CancellationToken cancellationToken) =>
        await store.Access.FindAsync(id, TimeProvider.System.GetUtcNow(), cancellationToken)
        ?? throw new InputException(new InputError($"There is no access request '{id}'.", "`bartizan access list` shows all."));
}
