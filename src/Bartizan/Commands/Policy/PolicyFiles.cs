using Bartizan.Core.Results;
using Bartizan.Hosting;
using Bartizan.Policy;
using Bartizan.Policy.Schema;

namespace Bartizan.Commands.Policy;

/// <summary>Reads policy files and folders.</summary>
internal static class PolicyFiles
{
    private const long MostBytes = 256L * 1024 * 1024;

    public static PolicySet ReadPolicies(IReadOnlyCollection<string> paths, PolicyIds ids)
    {
        if (paths.Count == 0)
        {
            throw new InputException(new InputError("No policies are given.", "Add --policies with a file or folder."));
        }

        return PolicySet.Combine(Expand(paths).Select(file => ReadPolicyFile(file, ids)));
    }

    public static PolicySet ReadPolicyFile(string file, PolicyIds ids)
    {
        var text = ReadText(file);
        return file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? PolicySet.FromJson(text, file, ids) : PolicySet.Parse(text, file, ids);
    }

    /// <summary>A schema in either syntax, or the gateway's own by the name <c>gateway</c>.</summary>
    public static PolicySchema ReadSchema(string file)
    {
        if (file is "gateway")
        {
            return GatewaySchema.Schema;
        }

        var text = ReadText(file);
        return file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? PolicySchema.FromJson(text, file) : PolicySchema.Parse(text, file);
    }

    /// <summary>Files as they are, folders as the <c>.cedar</c> files in them, by name, sub-folders included.</summary>
    public static IEnumerable<string> Expand(IEnumerable<string> paths) => paths.SelectMany(path =>
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var files = Directory.EnumerateFiles(path, "*.cedar", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new InputException(new InputError("The folder holds no .cedar file.", "Name another one, or a file.", path));
    });

    public static string ReadText(string file)
    {
        try
        {
            var info = new FileInfo(file);
            return info.Exists && info.Length > MostBytes
                ? throw new InputException(new InputError($"The file is larger than {MostBytes / (1024 * 1024)} MiB.", "Split it.", file))
                : File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, e);
        }
    }

    public static IEnumerable<string> ReadLines(string file)
    {
        StreamReader reader;
        try
        {
            reader = new StreamReader(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, e);
        }

        return Lines(reader);
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        using (reader)
        {
            while (reader.ReadLine() is { } line)
            {
                yield return line;
            }
        }
    }

    private static InputException Unreadable(string file, Exception e) =>
        new(e is FileNotFoundException or DirectoryNotFoundException
            ? new InputError("There is no such file.", "Check the path.", file)
            : new InputError("The file cannot be read.", e.Message, file));
}
