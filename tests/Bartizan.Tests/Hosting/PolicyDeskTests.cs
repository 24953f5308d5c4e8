using Bartizan.Configuration;
using Bartizan.Console.Policies;
using Bartizan.Core.Policies;
using Bartizan.Core.Results;
using Bartizan.Guard.Injection;
using Bartizan.Hosting;

namespace Bartizan.Tests.Hosting;

/// <summary>The console's view of the policy files of a real configuration.</summary>
public sealed class PolicyDeskTests : IDisposable
{
    private const string Policy = "@id(\"mine\")\npermit (principal, action == Action::\"invokeModel\", resource);\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("bartizan-desk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_have_ids_that_are_no_paths_and_stand_in_the_order_in_which_they_are_read()
    {
        var desk = Desk("policyPacks: [rule-of-two]\nshadow: { policies: trial }\nconsole: { editPolicies: true }");

        var sources = desk.Read();

        Assert.Equal(["policies/a.cedar", "policies/b.cedar", "built-in/rule-of-two.cedar", "shadow/try.cedar"], sources.Files.Select(f => f.Id));
        Assert.Equal([PolicyPlace.Policies, PolicyPlace.Policies, PolicyPlace.BuiltIn, PolicyPlace.Shadow], sources.Files.Select(f => f.Place));
        Assert.Equal(["tests: []", null, null, null], sources.Files.Select(f => f.Tests));
        Assert.Null(sources.Hindrance);
        Assert.Equal(PolicyFiles.Read(ConfigReader.ReadFile(Path.Combine(_folder, "bartizan.yaml"))).Policies.Select(p => (p.Id, p.IsShadow)), desk.Compose(sources).Policies.Select(p => (p.Id, p.IsShadow)));
    }

    [Fact]
    public void Saving_is_off_until_the_configuration_lets_it()
    {
        Assert.Contains("console.editPolicies: true", Desk("").Read().Hindrance, StringComparison.Ordinal);
        Assert.Contains("demo", new PolicyDesk(Read(new SnapshotSource(null, DemoSetup.Config(new Uri("http://127.0.0.1:1")), new Guards(InjectionModel.LoadDefault())))).Read().Hindrance, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_is_loaded_by_the_rules_of_the_configuration()
    {
        var (lax, strict, tried) = (Desk(""), Desk("policyCheck: refuse"), Desk("shadow: { newPolicies: true }"));
        const string misspelt = "@id(\"x\") permit (principal, action == Action::\"invokeModel\", resource) when { context.lables.contains(\"a\") };";
        const string nameless = "permit (principal, action, resource);";

        lax.RequireLoadable(lax.Read().With("policies/b.cedar", misspelt)!);
        Assert.Throws<InputException>(() => lax.RequireLoadable(lax.Read().With("policies/b.cedar", Policy)!));
        Assert.Contains("lables", Assert.Throws<InputException>(() => strict.RequireLoadable(strict.Read().With("policies/b.cedar", misspelt)!)).Message, StringComparison.Ordinal);
        Assert.Contains("@id", Assert.Throws<InputException>(() => tried.RequireLoadable(tried.Read().With("policies/b.cedar", nameless)!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_are_those_of_the_command_line_and_read_no_other_file()
    {
        var desk = Desk("");
        var policies = desk.Compose(desk.Read());
        const string request = "  - { name: one, principal: Agent::\"a\", action: Action::\"invokeModel\", resource: Model::\"m\", expect: allow, by: [mine] }\n";

        var results = desk.Test(policies, $"policies: /etc/shadow\ntests:\n{request}{request.Replace("allow", "deny", StringComparison.Ordinal)}");
        var entities = Assert.Throws<InputException>(() => desk.Test(policies, $"entities: /etc/passwd\ntests:\n{request}"));
        var bomb = Assert.Throws<InputException>(() => desk.Test(policies, "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\ntests: []"));

        Assert.Equal([(3, 0), (4, 1)], results.Select(r => (r.Line, r.Differences.Count)));
        Assert.Contains("not read here", entities.Message, StringComparison.Ordinal);
        Assert.Contains("aliases", bomb.Message, StringComparison.Ordinal);
    }

    private PolicyDesk Desk(string more)
    {
        foreach (var (name, text) in new[] { ("rules/a.cedar", Policy), ("rules/b.cedar", "// nothing yet\n"), ("rules/a.tests.yaml", "tests: []"), ("trial/try.cedar", "@id(\"try\") forbid (principal, action, resource);") })
        {
            Write(name, text);
        }

        return new PolicyDesk(Read(new SnapshotSource(
            Write("bartizan.yaml", $"gateway:\n  upstreams:\n    - {{ name: a, dialect: openai, url: \"https://api.example.org/v1\", credential: env:PATH }}\npolicies: rules\n{more}\n"),
            new BartizanConfig { Places = new("") },
            new Guards(InjectionModel.LoadDefault()))
        {
            Enforced = [new EnforcedPolicy("mine", Policy.TrimEnd(), "test", default)],
        }));
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private static SnapshotSource Read(SnapshotSource source)
    {
        source.Read();
        return source;
    }
}
