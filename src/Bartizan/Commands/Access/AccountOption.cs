using System.CommandLine;
using Bartizan.Core.Elevation;
using Bartizan.Core.Results;
using Bartizan.Storage;

namespace Bartizan.Commands.Access;

/// <summary>An option that names a person's account.</summary>
internal static class AccountOption
{
    public static Option<string> Create(string name, string description) => new(name) { Description = description, Required = true, HelpName = "account" };

    /// <summary>The person.</summary>
    /// <exception cref="InputException">There is no such account.</exception>
    public static async Task<Approver> FindAsync(BartizanStore store, string account, CancellationToken cancellationToken) =>
        await store.Access.ApproverAsync(account, cancellationToken)
        ?? throw new InputException(new InputError($"There is no account '{account}'.", "People get accounts in the console, on the page People."));
}
