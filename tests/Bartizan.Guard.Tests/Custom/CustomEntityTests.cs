using Bartizan.Core.Exchanges;
using Bartizan.Guard.Custom;

namespace Bartizan.Guard.Tests.Custom;

public class CustomEntityTests
{
    private static readonly CustomEntity Employee = new() { Id = "employee-number", Patterns = ["EMP-\\d{6}"], Confidence = 0.8 };
    private static readonly CustomEntity Project = new() { Id = "project", Words = ["Blue Heron", "ZEPHYR"], Confidence = 0.9 };
    private static readonly CustomEntity Loyalty = new() { Id = "loyalty-card", Patterns = ["\\d{4} \\d{4} \\d{3}"], Validator = "luhn", Context = ["loyalty", "Kundenkarte"], Confidence = 0.5, Minimum = 0.7 };
    private static readonly GuardEngine Engine = GuardEngine.CreateDefault(new GuardOptions { Entities = [Employee, Project, Loyalty] });

    [Theory]
    [InlineData("ask EMP-004711 about it", "pii.custom.employee-number:EMP-004711")]
    [InlineData("(EMP-004711)", "pii.custom.employee-number:EMP-004711")]
    [InlineData("the blue heron papers", "pii.custom.project:blue heron")]
    [InlineData("Zephyr, of course", "pii.custom.project:Zephyr")]
    [InlineData("loyalty card 7992 7398 713 expired", "pii.custom.loyalty-card:7992 7398 713")]
    [InlineData("EM\u200BP-004711", "pii.custom.employee-number:EM\u200BP-004711")]
    public void What_was_declared_is_found(string text, string expected) => Assert.Contains(expected, Inspecting.Spans(text, Engine));

    [Theory]
    [InlineData("TEMP-004711 and EMP-00471 and emp-004711 and EMP-0047119")]
    [InlineData("blue herons and zephyrs")]
    [InlineData("number 7992 7398 713")]
    [InlineData("loyalty card 7992 7398 714")]
    public void What_does_not_hold_passes(string text) => Assert.DoesNotContain(Inspecting.Spans(text, Engine), s => s.StartsWith("pii.custom", StringComparison.Ordinal));

    [Fact]
    public void Findings_are_the_same_however_a_stream_is_cut()
    {
        string[] pieces = ["EMP-", "004711", " ", "EMP-12", "blue ", "heron", "blue heron", "loyalty ", "7992 7398 713", " 7992", "\u200B", "x", ". ", "ZEPHYR", "Zeph", "\n", "plain words here ", "-"];
        var random = new Random(5);
        for (var round = 0; round < 3_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var whole = Inspecting.Spans(text, Engine).ToList();
            var stream = Engine.OpenStream(SegmentRole.Assistant, Provenance.Model, 0);
            for (var at = 0; at < text.Length;)
            {
                var size = Math.Min(random.Next(1, 7), text.Length - at);
                stream.Append(text.AsSpan(at, size));
                at += size;
            }

            stream.Complete();
            Assert.Empty(stream.Failures);
            Assert.Equal(whole, stream.Findings.Select(f => $"{f.Label}:{text.Substring(f.Start, f.Length)}"));
        }
    }

    [Fact]
    public void A_thousand_patterns_find_each_its_own()
    {
        var entities = Enumerable.Range(0, 1_000).Select(i => new CustomEntity { Id = $"part-{i}", Patterns = [$"K{i:D3}X-[A-Z]{{4}}"] }).ToList();
        Assert.Empty(CustomEntities.Check(entities, "entities"));
        var engine = GuardEngine.CreateDefault(new GuardOptions { Entities = entities });
        Assert.Equal(["pii.custom.part-7:K007X-ABCD", "pii.custom.part-999:K999X-WXYZ"], Inspecting.Spans("from K007X-ABCD to K999X-WXYZ, not K999X-12", engine));
    }

    public static TheoryData<CustomEntity, string> Mistakes => new()
    {
        { new CustomEntity { Id = "Bad Id", Words = ["word"] }, "e[0].id" },
        { new CustomEntity { Id = "empty" }, "e[0]" },
        { new CustomEntity { Id = "look", Patterns = ["(?=a)b"] }, "e[0].patterns" },
        { new CustomEntity { Id = "broken", Patterns = ["ab[c"] }, "e[0].patterns" },
        { new CustomEntity { Id = "nothing", Patterns = ["a*"] }, "e[0].patterns" },
        { new CustomEntity { Id = "long", Patterns = [new string('a', 513)] }, "e[0].patterns" },
        { new CustomEntity { Id = "short", Words = ["ab"] }, "e[0].words" },
        { new CustomEntity { Id = "check", Words = ["word"], Validator = "magic" }, "e[0].validator" },
        { new CustomEntity { Id = "far", Words = ["word"], Distance = 201 }, "e[0].distance" },
        { new CustomEntity { Id = "sure", Words = ["word"], Confidence = 1.5 }, "e[0].confidence" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_names_its_setting_and_how_to_mend_it(CustomEntity entity, string path)
    {
        var error = Assert.Single(CustomEntities.Check([entity], "e"));
        Assert.StartsWith(path + ":", error.What, StringComparison.Ordinal);
        Assert.NotEmpty(error.Fix);
    }

    [Fact]
    public void An_id_is_declared_once() => Assert.Contains("twice", Assert.Single(CustomEntities.Check([Employee, Employee], "e")).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("luhn", "7992-7398-713", true)]
    [InlineData("luhn", "7992-7398-710", false)]
    [InlineData("mod97", "GB82 WEST 1234 5698 7654 32", true)]
    [InlineData("mod11", "0-306-40615-2", true)]
    [InlineData("mod11", "0-306-40615-3", false)]
    [InlineData("verhoeff", "2363", true)]
    [InlineData("entropy", "aaaaaaaaaa", false)]
    public void A_named_check_looks_through_separators(string name, string text, bool holds) => Assert.Equal(holds, CustomValidators.Holds(name, text));
}
