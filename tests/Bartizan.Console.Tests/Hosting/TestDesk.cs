using Bartizan.Console.Policies;
using Bartizan.Core.Results;
using Bartizan.Policy;
using Bartizan.Policy.Schema;
using Bartizan.Testing;

namespace Bartizan.Console.Tests.Hosting;

/// <summary>Policy files in a folder of their own, loaded as they are. What only the real host does is tested with the real program.</summary>
internal sealed class TestDesk(string folder) : IPolicyDesk
{
    public const string FileId = "policies/test.cedar";

    public static PolicySchema GatewaySchema { get; } = PolicySchema.Parse(File.ReadAllText(Repository.PathTo("content", "policies", "bartizan.cedarschema")));

    /// <summary>Why nothing may be saved; null lets it.</summary>
    public string? Hindrance { get; set; }

    public string Folder => folder;

    /// <summary>Where a file that is not there yet is to stand; null for the folder.</summary>
    public string? NewFilesGoTo { get; set; }

    public string PathOf(string name) => Path.Combine(folder, name);

    public PolicySchema Schema => GatewaySchema;

    public PolicySources Read() => new(
        [.. Directory.GetFiles(folder, "*.cedar").Order(StringComparer.Ordinal).Select(f => new PolicyFile($"policies/{Path.GetFileName(f)}", PolicyPlace.Policies, false, f, File.ReadAllText(f)))],
        NewFilesGoTo ?? folder,
        Hindrance);

    public PolicySet Compose(PolicySources sources) => PolicySet.Combine(sources.Files.Select(f => PolicySet.Parse(f.Text, f.Name)));

    public void RequireLoadable(PolicySources sources) => Compose(sources);

    public IReadOnlyList<PolicyTestResult> Test(PolicySet policies, string tests) =>
        tests.Length > 0 ? [new(tests, 1, policies.Policies.Count == 0 ? ["there is no policy"] : [])] : throw new InputException(new InputError("There are no tests.", "", "tests.yaml", 1, 1));
}
