using Bartizan.Configuration;
using Bartizan.Core.Results;

namespace Bartizan.Tests.Configuration;

public sealed class ScopedReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_contract_is_read_with_its_schema_beside_the_configuration()
    {
        File.WriteAllText(Path.Combine(_folder, "invoice.json"), """{"type":"object"}""");
        var contract = Assert.Single(Read("contracts: [{ schema: invoice.json, models: [gpt-prod], systems: [shop] }]").Gateway.Contracts);
        Assert.Equal((Path.Combine(_folder, "invoice.json"), "gpt-prod", "*", "shop"), (contract.File, contract.For.Models[0], contract.For.Agents[0], contract.For.Systems[0]));
        Assert.Equal("type", contract.Schema.Check("1".AsMemory())!.Value.Rule);
    }

    [Fact]
    public void A_mistake_in_a_schema_names_the_schema_s_file_and_line()
    {
        File.WriteAllText(Path.Combine(_folder, "invoice.json"), "{\n\"format\": \"date\"\n}");
        var error = Assert.Single(Assert.Throws<InputException>(() => Read("contracts: [{ schema: invoice.json }]")).Errors);
        Assert.Equal((Path.Combine(_folder, "invoice.json"), 2), (error.File, error.Line));
    }

    [Fact]
    public void Languages_topics_and_competitors_are_read()
    {
        var config = Read("languages: [{ allowed: [en, de], systems: [shop], answers: true }]\nguard:\n  topics: [{ name: gambling, words: [bet, casino], atLeast: 1 }]\n  competitors: [{ name: globex, words: [Globex] }]\n");
        var language = Assert.Single(config.Gateway.Languages);
        Assert.Equal(("en", "shop", true), (language.Allowed[0], language.For.Systems[0], language.Answers));
        Assert.Equal([("topic.gambling", 1, "bet"), ("competitor.globex", 2, "Globex")], config.Topics.Select(t => (t.Label, t.AtLeast, t.Words[0])));
    }

    [Theory]
    [InlineData("languages: [{ allowed: [xx] }]", "gateway.languages[0].allowed: every entry must be the code of a language that can be told.")]
    [InlineData("languages: [{ allowed: [en], models: [] }]", "gateway.languages[0].models: every entry must be a name or pattern of 1 to 256 characters.")]
    [InlineData("tools: []\nguard: { topics: [{ name: a, words: [b], atLeast: 2 }] }", "guard.topics[0].atLeast: 2 is out of range.")]
    [InlineData("tools: []\nguard: { competitors: [{ name: a, words: [b], atLeast: 2 }] }", "guard.competitors[0].atLeast: there is no such setting.")]
    [InlineData("contracts: [{ models: [a] }]", "gateway.contracts[0].schema: it is missing.")]
    [InlineData("contracts: [{ schema: none.json }]", "The file could not be read.")]
    public void Other_mistakes_are_told(string line, string expected) =>
        Assert.Equal(expected, Assert.Single(Assert.Throws<InputException>(() => Read(line)).Errors).What);

    private BartizanConfig Read(string line) => ConfigReader.Read(
        "gateway:\n  upstreams:\n    - { name: a, dialect: anthropic, url: \"https://api.example.org\", credential: \"env:PATH\" }\n  " + line + "\n",
        Path.Combine(_folder, "x.yaml"));
}
