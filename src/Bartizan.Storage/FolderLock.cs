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
            // FileShare.Read lets the one refused read who holds it; a second writer fails.
            file = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException)
        {
            throw new InputException(new InputError(
                $"{folder.Path} is already served by another Bartizan{Holder(folder)}.",
                "Stop that one, or start this one with another --data folder."));
        }

        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
        file.Flush();
        return new FolderLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Holder(DataFolder folder)
    {
        try
        {
            using var file = new FileStream(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return int.TryParse(reader.ReadLine(), out var pid) ? $" (process {pid})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
