using System.Xml.Linq;
using Bartizan.Testing;

namespace Bartizan.Tests.Architecture;

/// <summary>Holds docs/decisions/2026-11-20-composition-root.md.</summary>
public class FloorsTests
{
    private static readonly Dictionary<string, int> Floors = new(StringComparer.Ordinal)
    {
        ["Bartizan.Core"] = 0,
        ["Bartizan.Policy"] = 1,
        ["Bartizan.Guard"] = 1,
        ["Bartizan.Detect"] = 1,
        ["Bartizan.Artifacts"] = 1,
        ["Bartizan.Assure"] = 1,
        ["Bartizan.Govern"] = 1,
        ["Bartizan.Storage"] = 2,
        ["Bartizan.Gateway"] = 3,
        ["Bartizan.Identity"] = 3,
        ["Bartizan.Respond"] = 3,
        ["Bartizan.Console"] = 4,
        ["Bartizan"] = 5,
    };

    private static IEnumerable<string> Projects => Directory.EnumerateFiles(Repository.PathTo("src"), "*.csproj", SearchOption.AllDirectories);

    [Fact]
    public void Every_project_has_a_floor_and_references_only_lower_ones()
    {
        foreach (var project in Projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            Assert.True(Floors.TryGetValue(name, out var floor), $"{name} has no floor in the plan.");
            foreach (var reference in References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))))
            {
                if (Floors.TryGetValue(reference, out var below))
                {
                    Assert.True(below < floor, $"{name} (floor {floor}) may not reference {reference} (floor {below}).");
                }
                else
                {
                    Assert.True(name == "Bartizan", $"Only the executable may reference {reference}.");
                }
            }
        }
    }

    [Fact]
    public void Engines_know_neither_the_web_nor_a_database()
    {
        foreach (var project in Projects.Where(p => Floors[Path.GetFileNameWithoutExtension(p)] <= 1))
        {
            Assert.Empty(References(project, "FrameworkReference"));
            Assert.DoesNotContain(References(project, "PackageReference"), p => p.Contains("Sql", StringComparison.OrdinalIgnoreCase) || p == "Dapper");
        }
    }

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Load(project).Descendants(element).Select(e => (string?)e.Attribute("Include") ?? "");
}
