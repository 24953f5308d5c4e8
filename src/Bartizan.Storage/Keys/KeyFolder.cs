using System.Security.Cryptography;
using Bartizan.Core.Results;

namespace Bartizan.Storage.Keys;

/// <summary>The store's secrets as files that only their owner may read, made on first use.</summary>
internal sealed class KeyFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;

    /// <summary>Opens or creates the folder.</summary>
    public KeyFolder(string path)
    {
        _path = path;
        if (OperatingSystem.IsWindows())
        {
            // The user's profile folder is closed to other users by inheritance.
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The text of a key file, made by <paramref name="create"/> when there is none. Two processes that both make it end with the same one.</summary>
    public string GetOrCreate(string name, Func<string> create)
    {
        var file = Path.Combine(_path, name);
        if (!File.Exists(file))
        {
            var draft = $"{file}.{Environment.ProcessId}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
            Write(draft, create());
            try
            {
                File.Move(draft, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(draft);
            }
        }

        return ReadClosed(file);
    }

    /// <summary>The text of a key file, or null when there is none.</summary>
    public static string? Read(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    /// <summary>32 random bytes kept as base64.</summary>
    public byte[] GetOrCreateSecret(string name) =>
        Decode(name, GetOrCreate(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n"));

    /// <summary>As <see cref="GetOrCreateSecret"/> for a file that must be there; null when it is not.</summary>
    public byte[]? ReadSecret(string name)
    {
        var file = Path.Combine(_path, name);
        return File.Exists(file) ? Decode(name, ReadClosed(file)) : null;
    }

    /// <summary>The text of any file, which must be closed to other users.</summary>
    public static string ReadClosed(string file)
    {
        RequireClosed(file);
        return File.ReadAllText(file);
    }

    /// <summary>Whether there is a file of that name.</summary>
    public bool Has(string name) => File.Exists(Path.Combine(_path, name));

    /// <summary>Deletes a key file that nothing needs any more.</summary>
    public void Delete(string name) => File.Delete(Path.Combine(_path, name));

    private byte[] Decode(string name, string text)
    {
        var secret = new byte[64];
        return Convert.TryFromBase64String(text.Trim(), secret, out var length) && length == 32
            ? secret[..32]
            : throw new InputException(new InputError(
                "The key file does not hold 32 bytes in base64.",
                "Restore it from a backup: without it, digests and sealed content cannot be read again.",
                Path.Combine(_path, name)));
    }

    private static void Write(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(file, options);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    private static void RequireClosed(string file)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~OwnerOnly) != UnixFileMode.None)
        {
            throw new InputException(new InputError("The key file is open to other users.", $"Run: chmod 600 {file}", file));
        }
    }
}
