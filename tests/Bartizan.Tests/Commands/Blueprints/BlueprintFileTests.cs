using Bartizan.Commands.Blueprints;
using Bartizan.Core.Results;
using Bartizan.Hosting;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Blueprints;

public class BlueprintFileTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_sample_is_right()
    {
        var file = BlueprintFile.Read(Repository.PathTo("samples", "blueprints", "billing-assistant.yaml"));
        Assert.Empty(file.Check(GatewaySchema.Schema, Now));
        Assert.Equal(("billing-assistant", 1, TimeSpan.FromSeconds(120), TimeSpan.FromDays(90)), (file.Draft.Name, file.Draft.Depth, file.Draft.Lifetime, file.Draft.Review));
    }

    [Fact]
    public void Errors_point_at_the_setting_and_into_the_ceiling_at_its_own_line_and_column()
    {
        const string Text = """
            name: Billing
            owner: ada
            sponsor: grace
            models: [ok, "a b"]
            ceiling: |
              permit (principal, action, resource);
              forbid (principal, action, resource) when { context.nothing };
            depth: 9
            review: 30d
            expires: 2020-01-01
            """;
        var errors = BlueprintFile.Parse(Text, "b.yaml").Check(GatewaySchema.Schema, Now).Select(e => e.ToString()).ToList();
        Assert.Equal(["b.yaml:1:7", "b.yaml:4:9", "b.yaml:7:47", "b.yaml:8:8", "b.yaml:10:10"], errors.Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)]).Distinct());
    }

    [Theory]
    [InlineData("name: x", "owner")]
    [InlineData("name: x\nowner: a\nsponsor: b\nreview: soon\nexpires: 2027-01-01", "review")]
    [InlineData("name: x\nowner: a\nsponsor: b\nreview: 1d\nexpires: tomorrow", "expires")]
    [InlineData("name: x\nowner: a\nsponsor: b\nreview: 1d\nexpires: 2027-01-01\nroot: yes", "root")]
    [InlineData("name: [x]\nowner: a\nsponsor: b\nreview: 1d\nexpires: 2027-01-01", "name")]
    [InlineData("- a\n- b", "settings")]
    [InlineData("", "empty")]
    [InlineData("name: x\n---\nname: y", "more than one document")]
    [InlineData("a: &a [x]\nb: *a\nname: {", "YAML")]
    [InlineData("name: !!binary x\nowner: \u0000", "owner: it is missing")]
    public void What_cannot_be_read_is_told_in_words(string text, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => BlueprintFile.Parse(text, "b.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Hostile_files_end_in_words_however_deep_wide_or_tangled()
    {
        var laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(char)('b' + i)}: &{(char)('b' + i)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i)}", 9))}]\n"));
        string[] hostile = [new string('[', 100_000), laughs, string.Concat(Enumerable.Repeat("- ", 50_000)), "name: &a {b: *a}", "name: " + new string('x', 900_000)];
        Assert.All(hostile, text => Assert.ThrowsAny<InputException>(() => BlueprintFile.Parse(text, "b.yaml")));
    }
}
