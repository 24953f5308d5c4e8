using System.IO.Compression;
using System.Text;
using Bartizan.Core.Results;
using Bartizan.Guard.Injection;

namespace Bartizan.Commands.Guard;

/// <summary>Opens files of labelled text, compressed or not, alone or all of a folder.</summary>
internal static class LabelledFiles
{
    private static readonly string[] Endings = [".jsonl", ".jsonl.gz"];

    /// <summary>The files that paths name: a file itself, or those of a folder and its subfolders in the order of their names.</summary>
    /// <exception cref="InputException">A path is not there, or a folder holds no such file.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                files.Add(File.Exists(path) ? path : throw new InputException(new InputError("There is no such file or folder.", "Name a .jsonl or .jsonl.gz file, or a folder of them.", path)));
                continue;
            }

            var found = Directory.GetFiles(path, "*", SearchOption.AllDirectories)
                .Where(f => Endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal).ToList();
            files.AddRange(found.Count > 0 ? found : throw new InputException(new InputError("The folder holds no .jsonl or .jsonl.gz file.", "Name a folder that does.", path)));
        }

        return files;
    }

    /// <summary>Reads the rows of files, one file after the other.</summary>
    /// <exception cref="InputException">A file cannot be read, or a line is wrong.</exception>
    public static IEnumerable<LabelledText> Read(IEnumerable<string> files) => files.SelectMany(ReadFile);

    private static IEnumerable<LabelledText> ReadFile(string file)
    {
        using var reader = Open(file);
        using var rows = LabelledTextReader.Read(reader, file).GetEnumerator();
        while (true)
        {
            try
            {
                if (!rows.MoveNext())
                    yield break;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or DecoderFallbackException)
            {
                throw new InputException(new InputError($"The file cannot be read: {e.Message}", "Is it damaged, or compressed in another way than gzip?", file));
            }

            yield return rows.Current;
        }
    }

    private static StreamReader Open(string file)
    {
        try
        {
            var stream = File.OpenRead(file);
            var compressed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
            stream.Position = 0;
            return new StreamReader(compressed ? new GZipStream(stream, CompressionMode.Decompress) : stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The file cannot be opened: {e.Message}", "", file));
        }
    }
}
