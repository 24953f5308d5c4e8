using Bartizan.Commands.Policy;
using Bartizan.Configuration;
using Bartizan.Console.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Schema;

namespace Bartizan.Hosting;

/// <summary>The console's view of the policy files: those that the configuration in force names, loaded just as a reload loads them.</summary>
internal sealed class PolicyDesk(SnapshotSource source) : IPolicyDesk
{
    private const string ShadowPrefix = "shadow/";
    private const string BuiltInPrefix = "built-in/";
    private const string TestsFile = "tests.yaml";
    private const int LargestTests = 1 << 18;

    public PolicySchema Schema => GatewaySchema.Schema;

    public PolicySources Read()
    {
        var config = Config;
        return new([.. PolicyFiles.Named(config).Select(f => File(f.Name, f.Text(), f.IsShadow))], config.Policies, Hindrance(config));
    }

    public PolicySet Compose(PolicySources sources) => PolicyFiles.Compose(sources.Files.Select(f => (f.Name, (Func<string>)(() => f.Text), f.IsShadow)));

    public void RequireLoadable(PolicySources sources) => source.Load(Config, Compose(sources));

    public IReadOnlyList<PolicyTestResult> Test(PolicySet policies, string tests)
    {
        var suite = PolicyTestFile.Parse(tests, TestsFile, schema: null, read: null);
        var engine = new PolicyEngine(policies);
        var entities = suite.Entities ?? Bartizan.Policy.Entities.EntityStore.Empty;
        return [.. suite.Tests.Select(t => new PolicyTestResult(t.Name, t.Line, t.Compare(engine.Authorize(PolicyTestHistory.Answer(t, engine, entities), entities))))];
    }

    private BartizanConfig Config => source.Config ?? throw new InvalidOperationException("The configuration was not read yet.");

    private static PolicyFile File(string name, string text, bool isShadow) => Path.IsPathRooted(name)
        ? new((isShadow ? ShadowPrefix : PolicySources.FolderPrefix) + Path.GetFileName(name), isShadow ? PolicyPlace.Shadow : PolicyPlace.Policies, isShadow, name, text) { Tests = Tests(name) }
        : new($"{BuiltInPrefix}{(isShadow ? ShadowPrefix : "")}{Path.GetFileName(name)}", PolicyPlace.BuiltIn, isShadow, null, text);

    private static string? Tests(string policies)
    {
        try
        {
            var file = new FileInfo(Path.ChangeExtension(policies, TestsFile));
            return file.Exists && file.Length <= LargestTests ? System.IO.File.ReadAllText(file.FullName) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // tests that cannot be read keep nobody from editing policies
        }
    }

    private string? Hindrance(BartizanConfig config) =>
        source.File is null ? "This is the demo: its policies are built in. Write a bartizan.yaml, name a folder under policies, and start with --config."
        : config.Policies is null ? "The policies are built in, so there is no file to save. Copy them into a folder, and name it under policies in bartizan.yaml."
        : !config.EditPolicies ? "Policies are changed where they are kept, and reviewed there: take the change along as a patch. To allow saving from here, set console.editPolicies: true in bartizan.yaml."
        : null;
}
