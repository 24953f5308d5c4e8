namespace Bartizan.Testing;

/// <summary>The checkout that the tests run from.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>Bartizan.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the root.</summary>
    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Whether a program (full path or name on PATH) or a file relative to the root exists.</summary>
    public static bool Has(string program) =>
        Path.Exists(program)
        || Path.Exists(PathTo(program))
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Bartizan.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Bartizan.slnx was not found above the test assembly.");
    }
}
