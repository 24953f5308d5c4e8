using System.Collections.Frozen;
using System.Reflection;

namespace Bartizan.Console.Site;

/// <summary>The web part as embedded into this assembly, by exact path: what is not in the table does not exist.</summary>
internal sealed class SiteFiles
{
    private const string Prefix = "web/";

    private readonly FrozenDictionary<string, SiteFile> _files;

    public SiteFiles(IEnumerable<KeyValuePair<string, byte[]>> files) =>
        _files = files.ToFrozenDictionary(f => f.Key, f => new SiteFile(f.Key, f.Value), StringComparer.Ordinal);

    /// <summary>The page that every page route shows; null when the web part was not built.</summary>
    public SiteFile? Index => Find("/index.html");

    /// <summary>All paths.</summary>
    public IEnumerable<string> Paths => _files.Keys;

    /// <summary>Reads what was embedded.</summary>
    public static SiteFiles FromAssembly()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return new SiteFiles(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => KeyValuePair.Create("/" + name[Prefix.Length..].Replace('\\', '/'), Read(assembly, name))));
    }

    /// <summary>The file at exactly this path, or null.</summary>
    public SiteFile? Find(string path) => _files.GetValueOrDefault(path);

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
