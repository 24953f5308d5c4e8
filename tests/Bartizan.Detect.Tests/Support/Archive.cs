using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Bartizan.Testing;

namespace Bartizan.Detect.Tests.Support;

/// <summary>The rule sets beside a development checkout, read from their archives.</summary>
internal static class Archive
{
    /// <summary>All YAML files of an archive below a folder, by name.</summary>
    public static IReadOnlyList<(string Name, string Text)> Read(string archive, params string[] folders)
    {
        using var file = File.OpenRead(SharedData.Require(archive));
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var found = new List<(string, string)>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data && entry.Name.EndsWith(".yml", StringComparison.Ordinal) && (folders.Length == 0 || Array.Exists(folders, f => entry.Name.StartsWith(f + "/", StringComparison.Ordinal))))
            {
                using var reader = new StreamReader(data, Encoding.UTF8);
                found.Add((entry.Name, reader.ReadToEnd()));
            }
        }

        return found;
    }

    /// <summary>A library of all files of an archive below some folders.</summary>
    public static SigmaLibrary Library(string archive, params string[] folders)
    {
        var library = new SigmaLibrary();
        foreach (var (name, text) in Read(archive, folders))
        {
            library.Add(text, name);
        }

        return library;
    }
}
