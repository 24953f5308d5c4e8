using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Testing;

namespace Bartizan.Policy.Tests.Corpus;

/// <summary>Opens the corpora, each once.</summary>
internal static class CorpusFiles
{
    /// <summary>Fuzz-made cases: one policy and eight requests each.</summary>
    public static readonly Lazy<IReadOnlyList<CorpusCase>> FuzzMade = new(() => [.. ReadFuzzMade()]);

    /// <summary>Hand-written cases: several policies a set.</summary>
    public static readonly Lazy<IReadOnlyList<CorpusCase>> HandWritten = new(() => [.. ReadHandWritten()]);

    /// <summary>Cases of agents, tools and delegation; each policy has its own id.</summary>
    public static readonly Lazy<IReadOnlyList<CorpusCase>> Agents = new(() => [.. ReadAgents()]);

    /// <summary>Every file of a gzipped tar by its path.</summary>
    private static Dictionary<string, string> Unpack(string relative)
    {
        using var file = File.OpenRead(SharedData.Require(relative));
        using var zip = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(zip);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data)
            {
                using var reader = new StreamReader(data, Encoding.UTF8);
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                files[name] = reader.ReadToEnd();
            }
        }

        return files;
    }

    /// <summary>The lines of a gzipped text file.</summary>
    private static IEnumerable<string> Lines(string relative)
    {
        using var file = File.OpenRead(SharedData.Require(relative));
        using var zip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static IEnumerable<CorpusCase> ReadFuzzMade()
    {
        var files = Unpack("cedar/corpus-dev.tar.gz");
        var rows = File.ReadLines(SharedData.Require("cedar/corpus-dev.index.tsv")).Select(line => line.Split('\t')).ToList();
        var contested = rows.Where(r => r[Array.IndexOf(rows[0], "validationContested")] == "1").Select(r => r[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, text) in files.Where(f => f.Key.EndsWith(".cedar", StringComparison.Ordinal)))
        {
            var name = path[..^".cedar".Length];
            using var test = JsonDocument.Parse(files[$"{name}.json"]);
            var schema = PolicySchema.Parse(files[$"{name}.cedarschema"], $"{name}.cedarschema");
            yield return new CorpusCase(
                name,
                schema,
                PolicySet.Parse(text, path, PolicyIds.Numbered),
                EntityStore.FromJson(files[$"{name}.entities.json"], name, schema),
                [.. test.RootElement.GetProperty("requests").EnumerateArray().Select(r => CorpusRequest.Read(r, schema))])
            {
                Validates = contested.Contains(name) ? null : test.RootElement.GetProperty("shouldValidate").GetBoolean(),
            };
        }
    }

    private static IEnumerable<CorpusCase> ReadHandWritten()
    {
        var files = Unpack("cedar/handwritten.tar.gz");
        foreach (var (path, text) in files.Where(f => f.Key.StartsWith("tests/", StringComparison.Ordinal) && f.Key.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var test = JsonDocument.Parse(text);
            if (test.RootElement.ValueKind == JsonValueKind.Object && test.RootElement.TryGetProperty("requests", out var requests))
            {
                var schema = PolicySchema.Parse(files[test.RootElement.GetProperty("schema").GetString()!], path);
                yield return new CorpusCase(
                    path,
                    schema,
                    PolicySet.Parse(files[test.RootElement.GetProperty("policies").GetString()!], path, PolicyIds.Numbered),
                    EntityStore.FromJson(files[test.RootElement.GetProperty("entities").GetString()!], path, schema),
                    [.. requests.EnumerateArray().Select(r => CorpusRequest.Read(r, schema))])
                {
                    Validates = test.RootElement.GetProperty("shouldValidate").GetBoolean(),
                };
            }
        }
    }

    private static IEnumerable<CorpusCase> ReadAgents()
    {
        var schema = PolicySchema.Parse(File.ReadAllText(SharedData.Require("cedar/agent.cedarschema")), "agent.cedarschema");
        foreach (var line in Lines("cedar/agent-cases-dev.jsonl.gz"))
        {
            using var test = JsonDocument.Parse(line);
            var root = test.RootElement;
            yield return new CorpusCase(
                root.GetProperty("id").GetString()!,
                schema,
                new PolicySet([.. root.GetProperty("policies").EnumerateObject().Select(p => PolicySet.Parse(p.Value.GetString()!).Policies[0].WithId(p.Name))], []),
                EntityStore.FromJson(root.GetProperty("entities").GetRawText(), schema: schema),
                [.. root.GetProperty("requests").EnumerateArray().Select(r => CorpusRequest.Read(r, schema))])
            {
                Validates = root.GetProperty("validates").GetBoolean(),
            };
        }
    }
}
