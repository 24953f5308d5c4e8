using Bartizan.Guard.Injection;
using Bartizan.Hosting;

namespace Bartizan.Tests.Hosting;

public sealed class SnapshotSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bartizan-stamp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_stamp_differs_when_a_link_leads_elsewhere_and_only_then()
    {
        foreach (var (name, text) in new[] { ("one", "a"), ("two", "ab") })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            File.WriteAllText(Path.Combine(_folder, name, "entities.yaml"), text);
        }

        var data = Path.Combine(_folder, "data");
        Directory.CreateSymbolicLink(data, "one");
        File.CreateSymbolicLink(Path.Combine(_folder, "entities.yaml"), Path.Combine("data", "entities.yaml"));
        var before = Stamp("entities.yaml");
        Assert.Equal(before, Stamp("entities.yaml"));
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "two");
        Assert.NotEqual(before, Stamp("entities.yaml"));
    }

    [Fact]
    public void Links_in_a_circle_and_files_that_are_not_there_are_as_good_as_gone()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(_folder, "b"), "a");
        File.CreateSymbolicLink(Path.Combine(_folder, "c"), "nowhere");
        foreach (var name in new[] { "a", "c", "absent" })
        {
            Assert.Equal(Path.Combine(_folder, name) + "\n", Stamp(name));
        }
    }

    private string Stamp(string name)
    {
        var config = DemoSetup.Config(new Uri("http://127.0.0.1:1")) with { EntityFiles = [Path.Combine(_folder, name)] };
        return new SnapshotSource(null, config, new Guards(InjectionModel.LoadDefault())).Stamp(config);
    }
}
