using System.CommandLine;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Storage;

namespace Bartizan.Commands;

/// <summary>The <c>--data</c> option: where this installation keeps its data.</summary>
internal static class DataOption
{
    private const string Variable = "BARTIZAN_DATA";

    /// <summary>A new option for one command; its default is <c>BARTIZAN_DATA</c>, then a folder of the user.</summary>
    public static Option<string> Create() => new("--data")
    {
        Description = $"Folder that holds events, ledger, agents and keys [default: {Variable}, or a folder of the user].",
        HelpName = "folder",
        DefaultValueFactory = _ => Default(),
    };

    /// <summary>Opens the store beside a server that may be running on the same folder; a folder without a store is refused.</summary>
    public static Task<BartizanStore> OpenBesideAsync(string data, CancellationToken cancellationToken)
    {
        RequireStore(data);
        return OpenOrCreateAsync(data, cancellationToken);
    }

    /// <summary>Opens the store beside a server that may be running, making a new one where there is none.</summary>
    public static Task<BartizanStore> OpenOrCreateAsync(string data, CancellationToken cancellationToken) => BartizanStore.OpenAsync(
        new StoreOptions { DataFolder = data, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), cancellationToken);

    /// <summary>Refuses a folder in which there is no store.</summary>
    public static void RequireStore(string data)
    {
        if (!File.Exists(new DataFolder(data).Database))
        {
            throw new InputException(new InputError(
                $"There is no Bartizan store in {data}.", $"Name its folder with --data or {Variable}; `bartizan up` makes a new one."));
        }
    }

    private static string Default() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "bartizan");
}
