using System.Text.Json;
using System.Xml.Linq;
using Bartizan.Testing;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>Theme 11, the gateway's own supply chain: litellm #24512, #24518, #24521 (releases 1.82.7 and 1.82.8 were back-doored; who had pinned was spared).</summary>
public class SupplyChainOfTheGateway
{
    public static TheoryData<string> Projects => new(Files("*.csproj"));

    public static TheoryData<string> NodePackages => new(Files("package-lock.json"));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_dependency_could_change_without_a_commit(string project)
    {
        var lockFile = Repository.PathTo(Path.GetDirectoryName(project)!, "packages.lock.json");
        Assert.True(File.Exists(lockFile), $"{project} has no packages.lock.json.");
        using var locked = JsonDocument.Parse(File.ReadAllText(lockFile));
        foreach (var package in locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
        {
            if (package.Value.GetProperty("type").GetString() != "Project")
            {
                Assert.Equal(64, Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!).Length);
            }
        }

        // Versions stand in one place, exactly.
        Assert.DoesNotContain(XDocument.Load(Repository.PathTo(project)).Descendants("PackageReference"), r => r.Attribute("Version") is not null || r.Attribute("VersionOverride") is not null);
    }

    [Fact]
    public void A_version_floated()
    {
        var versions = XDocument.Load(Repository.PathTo("Directory.Packages.props")).Descendants("PackageVersion").ToList();
        Assert.NotEmpty(versions);
        Assert.All(versions, v => Assert.True(Version.TryParse(v.Attribute("Version")!.Value, out _), $"{v} is no exact version."));
    }

    [Theory]
    [MemberData(nameof(NodePackages))]
    public void A_node_package_was_not_held_to_its_digest(string file)
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(Repository.PathTo(file)));
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Contains("node_modules/", StringComparison.Ordinal) && !p.Value.TryGetProperty("link", out _)).ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, p => Assert.StartsWith("sha512-", p.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_gateway_pulled_in_more_than_it_needs()
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("src", "Bartizan.Gateway", "packages.lock.json")));
        var needed = locked.RootElement.GetProperty("dependencies").EnumerateObject().First().Value.EnumerateObject()
            .Where(p => p.Value.GetProperty("type").GetString() != "Project" && !p.Name.Contains("Analyzer", StringComparison.Ordinal))
            .Select(p => p.Name)
            .ToList();
        Assert.Equal(["Polly.Core", "System.Numerics.Tensors"], needed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Repository.Root, pattern, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Select(f => Path.GetRelativePath(Repository.Root, f))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "node_modules" or "obj" or "bin" || part.StartsWith('.')))
            .Where(f => f.Split(Path.DirectorySeparatorChar)[0] is "src" or "tests" or "samples" or "bench");
}
