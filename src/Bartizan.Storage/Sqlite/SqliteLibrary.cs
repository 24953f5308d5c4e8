using System.Reflection;
using System.Runtime.InteropServices;
using Bartizan.Core.Results;
using SQLitePCL;

namespace Bartizan.Storage.Sqlite;

/// <summary>Binds to the operating system's SQLite, so that its security updates are ours too.</summary>
public static class SqliteLibrary
{
    /// <summary>The oldest version accepted: 3.37 brought STRICT tables, and has none of the older versions' known vulnerabilities.</summary>
    public const int OldestVersion = 3_037_000;

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>Version in use, e.g. <c>3.40.1</c>. Throws <see cref="InputException"/> when there is no library or it is too old.</summary>
    public static string Version => Loaded.Value;

    /// <summary>Refuses a version number in SQLite's own form, 3037002 for 3.37.2, that is too old.</summary>
    internal static void Require(int number, string version)
    {
        if (number < OldestVersion)
        {
            throw new InputException(new InputError(
                $"SQLite {version} is too old; Bartizan needs 3.37 or newer.",
                "Update the system's SQLite (Debian: apt-get install libsqlite3-0), or name a newer library in BARTIZAN_SQLITE."));
        }
    }

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        // Nobody reads SQLite's memory statistics, and keeping them takes a process-wide lock at each allocation.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        var version = raw.sqlite3_libversion().utf8_to_string();
        Require(raw.sqlite3_libversion_number(), version);
        return version;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
        {
            return 0;
        }

        var candidates = Candidates();
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        throw new InputException(new InputError(
            $"SQLite was not found (tried {string.Join(", ", candidates)}).",
            "Install it (Debian: apt-get install libsqlite3-0), or name the library in BARTIZAN_SQLITE."));
    }

    private static string[] Candidates()
    {
        if (Environment.GetEnvironmentVariable("BARTIZAN_SQLITE") is { Length: > 0 } named)
        {
            return [named];
        }

        return OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
            : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
            : ["libsqlite3.so.0"];
    }
}
