using System.Diagnostics;
using Bartizan.Core.Results;

namespace Bartizan.Storage;

/// <summary>Holds a data folder for one serving process; the operating system lets go when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or says who holds it.</summary>
    public static FolderLock Take(DataFolder folder)
    {
        FileStream file;
        try
        {
            // Only FileShare.None is exclusive on every system; so who holds it stands in a file beside it.
            file = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new InputException(new InputError(
                $"{folder.Path} is already served by another Bartizan{Holder(folder)}.",
                "Stop that one, or start this one with another --data folder."));
        }

        File.WriteAllText(folder.Holder, $"{Environment.ProcessId}\n");
        return new FolderLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Whether some process holds it.</summary>
    public static bool IsHeld(DataFolder folder)
    {
        // Trying the lock would for a moment keep a server from starting; that need not be risked where its last holder is gone.
        if (HolderOf(folder) is not { } holder || !Runs(holder))
        {
            return false;
        }

        try
        {
            using var file = new FileStream(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool Runs(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Holder(DataFolder folder) => HolderOf(folder) is { } process ? $" (process {process})" : "";

    private static int? HolderOf(DataFolder folder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(folder.Holder), out var process) ? process : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
