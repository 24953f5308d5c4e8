namespace Bartizan.Storage;

/// <summary>The files of a data folder by name.</summary>
/// <param name="Path">The folder.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>The truth: events, ledger, agents, accounts, what budgets have spent.</summary>
    public string Database => System.IO.Path.Combine(Path, "bartizan.db");

    /// <summary>What is derived from the events for the console; may be deleted while stopped, and is then rebuilt.</summary>
    public string Views => System.IO.Path.Combine(Path, "views.db");

    /// <summary>Secrets of the store, each file readable by its owner only.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Held by the process that serves this folder.</summary>
    public string Lock => System.IO.Path.Combine(Path, "bartizan.lock");

    /// <summary>Process id of the one that holds the lock, for people.</summary>
    public string Holder => System.IO.Path.Combine(Path, "bartizan.pid");

    /// <summary>Creates the folder, closed to other users.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
