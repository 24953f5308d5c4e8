using System.Reflection;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Policy;

namespace Bartizan.Hosting;

/// <summary>Finds the policies in force: the <c>*.cedar</c> files of a folder, or those that are built in.</summary>
internal static class PolicyFiles
{
    private const string BuiltInPrefix = "policies/";
    private const string PackPrefix = "packs/";
    private const int LargestFile = 1 << 20;

    /// <summary>Reads everything that a configuration names: what is enforced, and what is only tried.</summary>
    /// <exception cref="InputException">A folder is not there, or a file is wrong; carries every mistake of every file.</exception>
    public static PolicySet Read(BartizanConfig config) => Compose(Named(config));

    /// <summary>The files that a configuration names, in the order in which they are read; those that are only tried last.</summary>
    /// <exception cref="InputException">A folder is not there or empty, or there is no pack of a name.</exception>
    public static IEnumerable<(string Name, Func<string> Text, bool IsShadow)> Named(BartizanConfig config) =>
    [
        .. InForce(config.Policies, config.PolicyPacks).Select(f => (f.Name, f.Text, false)),
        .. (config.Shadow.Policies is { } folder ? InFolder(folder, "shadow.policies") : []).Concat(InPacks(config.Shadow.Packs, "shadow.packs")).Select(f => (f.Name, f.Text, true)),
    ];

    /// <summary>The policies of such files.</summary>
    /// <exception cref="InputException">A file is wrong; carries every mistake of every file in force, or of every one that is only tried.</exception>
    public static PolicySet Compose(IEnumerable<(string Name, Func<string> Text, bool IsShadow)> files)
    {
        var byUse = files.ToLookup(f => f.IsShadow, f => (f.Name, f.Text));
        var enforced = Parse(byUse[false]);
        return byUse[true].Any() ? PolicySet.Combine([enforced, Parse(byUse[true]).InShadow()]) : enforced;
    }

    /// <summary>Reads every file, in order of name.</summary>
    /// <param name="folder">The folder, or null for the built-in policies.</param>
    /// <param name="packs">Names of built-in packs that are in force beside them.</param>
    /// <exception cref="InputException">The folder is not there, or a file is wrong; carries every mistake of every file.</exception>
    public static PolicySet Read(string? folder, IReadOnlyList<string> packs) =>
        Parse(InForce(folder, packs));

    /// <summary>The files of a folder in order of name.</summary>
    public static IReadOnlyList<FileInfo> Files(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFiles("*.cedar", SearchOption.TopDirectoryOnly).OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>Reads each file and puts them together.</summary>
    /// <exception cref="InputException">Files are wrong; carries every mistake of every one.</exception>
    public static PolicySet Parse(IEnumerable<(string Name, Func<string> Text)> files)
    {
        var errors = new List<InputError>();
        var sets = new List<PolicySet>();
        foreach (var (name, text) in files)
        {
            try
            {
                sets.Add(PolicySet.Parse(text(), name));
            }
            catch (InputException e)
            {
                errors.AddRange(e.Errors);
            }
        }

        return errors.Count == 0 ? PolicySet.Combine(sets) : throw new InputException(errors);
    }

    private static IEnumerable<(string Name, Func<string> Text)> InForce(string? folder, IReadOnlyList<string> packs) =>
        (folder is null ? BuiltIn(BuiltInPrefix) : InFolder(folder, "policies")).Concat(InPacks(packs, "policyPacks"));

    private static IEnumerable<(string Name, Func<string> Text)> InFolder(string folder, string setting)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException(new InputError($"{setting}: the folder {folder} is not there.", "Create it, or remove the setting."));
        }

        var files = Files(folder);
        if (files.Count == 0)
        {
            throw new InputException(new InputError($"{setting}: the folder {folder} has no *.cedar file.", "Put at least one policy there."));
        }

        return files.Select(f => (f.FullName, (Func<string>)(() => Text(f))));
    }

    private static string Text(FileInfo file)
    {
        try
        {
            return file.Length <= LargestFile
                ? File.ReadAllText(file.FullName)
                : throw new InputException(new InputError("The file is larger than 1 MiB.", "Split it.", file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError("The file could not be read.", "Check its permissions.", file.FullName));
        }
    }

    private static IEnumerable<(string Name, Func<string> Text)> InPacks(IReadOnlyList<string> packs, string setting)
    {
        var known = BuiltIn(PackPrefix).Concat(BuiltIn(BuiltInPrefix)).ToDictionary(p => Path.GetFileNameWithoutExtension(p.Name), StringComparer.Ordinal);
        foreach (var pack in packs.Where(p => !known.ContainsKey(p)))
        {
            throw new InputException(new InputError($"{setting}: there is no pack {pack}.", $"The packs are {string.Join(", ", known.Keys)}."));
        }

        return packs.Distinct(StringComparer.Ordinal).Select(p => known[p]);
    }

    private static IEnumerable<(string Name, Func<string> Text)> BuiltIn(string prefix)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => (n, (Func<string>)(() =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                return reader.ReadToEnd();
            })));
    }
}
