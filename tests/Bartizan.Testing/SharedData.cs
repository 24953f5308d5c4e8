namespace Bartizan.Testing;

/// <summary>Finds the corpora that stand beside a development checkout; a user's clone has none.</summary>
public static class SharedData
{
    /// <summary>The full path of a file or folder below <c>../shared/data</c>, or null when it is not there.</summary>
    public static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Bartizan.slnx")))
            {
                var path = Path.Combine(folder.FullName, "..", "shared", "data", relative);
                return Path.Exists(path) ? Path.GetFullPath(path) : null;
            }
        }

        return null;
    }

    /// <summary>The path, which a test guarded by <see cref="SharedDataFactAttribute"/> may rely on.</summary>
    public static string Require(string relative) =>
        Find(relative) ?? throw new DirectoryNotFoundException($"../shared/data/{relative} is not there.");
}

/// <summary>A fact that needs a corpus and is skipped, with a clear line, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string relative)
    {
        if (SharedData.Find(relative) is null)
        {
            Skip = $"needs the development corpus ../shared/data/{relative}, which a plain clone does not have";
        }
    }
}

/// <summary>A theory that needs a corpus and is skipped, with a clear line, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(string relative) => Skip = new SharedDataFactAttribute(relative).Skip;
}

/// <summary>A fact that needs programs and is skipped, naming what to install, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresFactAttribute : FactAttribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="install">How to get what is missing, e.g. <c>apt-get install chromium</c>.</param>
    /// <param name="paths">Programs by full path or by name on PATH; or files relative to the repository's root.</param>
    public RequiresFactAttribute(string install, params string[] paths)
    {
        Skip = Missing.Of(install, paths);
    }
}

/// <summary>The same for a test with data.</summary>
public sealed class RequiresTheoryAttribute : TheoryAttribute
{
    /// <summary>Creates the attribute; see <see cref="RequiresFactAttribute"/>.</summary>
    public RequiresTheoryAttribute(string install, params string[] paths)
    {
        Skip = Missing.Of(install, paths);
    }
}

/// <summary>Says what a test lacks.</summary>
internal static class Missing
{
    public static string? Of(string install, string[] paths) => paths.FirstOrDefault(p => !Repository.Has(p)) is { } missing ? $"needs {missing}: {install}" : null;
}
