using System.Xml.Linq;
using Bartizan.Testing;

namespace Bartizan.Tests.Architecture;

/// <summary>Keeps docs/dependencies.md and the pinned versions the same.</summary>
public class DependenciesTests
{
    [Fact]
    public void The_dependency_page_lists_exactly_the_pinned_packages()
    {
        var pinned = XDocument.Load(Repository.PathTo("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(p => $"{(string)p.Attribute("Include")!} {(string)p.Attribute("Version")!}")
            .Order(StringComparer.Ordinal);
        var documented = File.ReadLines(Repository.PathTo("docs", "dependencies.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| package", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1]} {cells[2]}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(pinned, documented);
    }

    [Fact]
    public void Versions_are_exact()
    {
        var versions = XDocument.Load(Repository.PathTo("Directory.Packages.props")).Descendants("PackageVersion").Select(p => (string)p.Attribute("Version")!);
        Assert.All(versions, v => Assert.Matches(@"^\d+\.\d+\.\d+$", v));
    }
}
