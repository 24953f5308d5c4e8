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

    [Theory]
    [InlineData("contracts: [{ models: [a] }]", "gateway.contracts[0].schema: it is missing.")]
    [InlineData("contracts: [{ schema: none.json }]", "The file could not be read.")]
    public void Other_mistakes_are_told(string line, string expected) =>
        Assert.Equal(expected, Assert.Single(Assert.Throws<InputException>(() => Read(line)).Errors).What);

    private BartizanConfig Read(string line) => ConfigReader.Read(
        "gateway:\n  upstreams:\n    - { name: a, dialect: anthropic, url: \"https://api.example.org\", credential: \"env:PATH\" }\n  " + line + "\n",
        Path.Combine(_folder, "x.yaml"));
}
