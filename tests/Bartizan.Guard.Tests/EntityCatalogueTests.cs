using System.Reflection;
using Bartizan.Guard.Spans;
using Bartizan.Testing;

namespace Bartizan.Guard.Tests;

public class EntityCatalogueTests
{
    [Fact]
    public void Every_kind_of_hit_is_in_the_catalogue()
    {
        var labels = typeof(GuardEngine).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(HitKind))
            .Select(field => ((HitKind)field.GetValue(null)!).Label)
            .Where(label => label.StartsWith("pii.", StringComparison.Ordinal) || label.StartsWith("secret.", StringComparison.Ordinal));
        Assert.Empty(labels.Except(EntityCatalogue.All.Select(e => e.Label)));
    }

    [Fact]
    public void The_page_of_entities_lists_the_catalogue()
    {
        var page = File.ReadAllLines(Repository.PathTo("docs", "entities.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(EntityCatalogue.All.Select(e => $"| `{e.Label}` | {e.What} | {e.Needs} | {e.Confidence} |"), page);
    }

    [Fact]
    public void Labels_are_written_alike_and_told_once()
    {
        Assert.All(EntityCatalogue.All, e => Assert.Matches("^(pii|secret)\\.[a-z0-9-]+$", e.Label));
        Assert.Equal(EntityCatalogue.All.Count, EntityCatalogue.All.DistinctBy(e => e.Label).Count());
        Assert.InRange(EntityCatalogue.All.Count, 180, 1000);
    }
}
