using Bartizan.Core.Results;
using Bartizan.Detect;

namespace Bartizan.Commands.Detect;

/// <summary>Reads rules from files and folders.</summary>
internal static class RuleFiles
{
    /// <summary>All <c>.yml</c> and <c>.yaml</c> files at those paths, folders with all below them, in order of their names.</summary>
    /// <exception cref="InputException">A path is not there, holds no rules, or cannot be read.</exception>
    public static SigmaLibrary Read(IEnumerable<string> paths)
    {
        var (library, licences) = (new SigmaLibrary(), new LicenceFiles());
        foreach (var path in paths)
        {
            var files = Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".yml" or ".yaml").Order(StringComparer.Ordinal).ToList()
                : [path];
            if (files.Count == 0)
            {
                throw new InputException(new InputError("The folder holds no .yml or .yaml files.", "Name a folder of Sigma rules.", path));
            }

            foreach (var file in files)
            {
                library.Add(ReadFile(file), file, licences.Of(file));
            }
        }

        return library;
    }

    /// <summary>The text of one file.</summary>
    /// <exception cref="InputException">It cannot be read, or is larger than any file of rules.</exception>
    public static string ReadFile(string file)
    {
        try
        {
            // What is larger is refused by the library; reading it whole first would be the harm.
            return new FileInfo(file).Length > 4L * SigmaLibrary.LargestFile
                ? throw new InputException(new InputError($"The file is larger than {4L * SigmaLibrary.LargestFile} bytes.", "Check that it holds rules.", file))
                : File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError("The file could not be read.", "Check its name and that it may be read.", file));
        }
    }
}
