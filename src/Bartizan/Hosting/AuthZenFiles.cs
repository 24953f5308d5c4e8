using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Results;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;

namespace Bartizan.Hosting;

/// <summary>Reads and compiles the files of the decision point that speaks AuthZEN.</summary>
internal static class AuthZenFiles
{
    private const int LargestText = 1 << 20;
    private const int LargestEntities = 64 << 20;

    /// <summary>Compiles what the files say.</summary>
    /// <exception cref="InputException">A file is not there or wrong, or they do not fit each other; carries every mistake of the first kind of file that has one.</exception>
    public static DecisionPoint Compile(AuthZenOptions options)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(options.Namespace + "\n"));
        var schema = options.Schema is { } file ? ReadSchema(file, Encoding.UTF8.GetString(Bytes(file, "authzen.schema", LargestText, digest))) : null;
        var policies = ReadPolicies(options, digest);
        var entities = EntityStore.FromJson(options.Entities is { } data ? Bytes(data, "authzen.entities", LargestEntities, digest) : "[]"u8, options.Entities ?? "", schema);
        return DecisionPoint.Compile(options, new DecisionPointSources(policies, entities, schema, Convert.ToHexStringLower(digest.GetHashAndReset())));
    }

    /// <summary>The files, whether or not they are there, so that a change of any is seen.</summary>
    public static IEnumerable<FileInfo> All(AuthZenOptions options) =>
        PolicyFilesOf(options).Concat(new[] { options.Entities, options.Schema }.OfType<string>().Select(f => new FileInfo(f)));

    private static IEnumerable<FileInfo> PolicyFilesOf(AuthZenOptions options) =>
        options.Policies.SelectMany(path => Directory.Exists(path) ? PolicyFiles.Files(path) : [new FileInfo(path)]);

    private static PolicySet ReadPolicies(AuthZenOptions options, IncrementalHash digest)
    {
        var files = PolicyFilesOf(options).ToList();
        return files.Count > 0
            ? PolicyFiles.Parse(files.Select(f => (f.FullName, (Func<string>)(() => Encoding.UTF8.GetString(Bytes(f.FullName, "authzen.policies", LargestText, digest))))))
            : throw new InputException(new InputError("authzen.policies: the folder has no *.cedar file.", "Put at least one policy there."));
    }

    private static PolicySchema ReadSchema(string file, string text) =>
        file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? PolicySchema.FromJson(text, file) : PolicySchema.Parse(text, file);

    // Each file is framed by its length, so that text cannot move from one to the next unseen.
    private static byte[] Bytes(string file, string setting, int largest, IncrementalHash digest)
    {
        try
        {
            if (new FileInfo(file).Length > largest)
            {
                throw new InputException(new InputError($"{setting}: {file} is larger than {largest >> 20} MiB.", "Split it."));
            }

            var bytes = File.ReadAllBytes(file);
            digest.AppendData(BitConverter.GetBytes(bytes.Length));
            digest.AppendData(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"{setting}: {file} could not be read.", "Check the path and its permissions."));
        }
    }
}
