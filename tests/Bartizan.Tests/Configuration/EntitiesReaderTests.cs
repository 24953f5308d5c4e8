using Bartizan.Configuration;
using Bartizan.Core.Results;

namespace Bartizan.Tests.Configuration;

public sealed class EntitiesReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Entities_are_read_from_the_configuration_and_from_files_beside_it()
    {
        File.WriteAllText(Path.Combine(_folder, "more.json"), """{"entities": [{"id": "project", "words": ["Blue Heron"], "confidence": 0.9}]}""");
        var config = ConfigReader.Read("gateway:\n  upstreams:\n    - name: a\n      dialect: openai\n      url: https://api.openai.com\n      credential: env:PATH\nguard:\n  entities:\n    - id: employee-number\n      patterns: ['EMP-\\d{6}']\n      validator: luhn\n      context: [staff]\n      distance: 20\n      minimum: 0.6\n  entityFiles: [more.json]\n", Path.Combine(_folder, "bartizan.yaml"));
        Assert.Equal(["employee-number", "project"], config.Entities.Select(e => e.Id));
        Assert.Equal(("luhn", 20, 0.7, 0.6), (config.Entities[0].Validator, config.Entities[0].Distance, config.Entities[0].Confidence, config.Entities[0].Minimum));
        Assert.Equal(Path.Combine(_folder, "more.json"), Assert.Single(config.EntityFiles));
    }

    [Theory]
    [InlineData("guard:\n  entities:\n    - id: a-b\n      patterns: ['(?=x)y']\n", 4, "backtracking")]
    [InlineData("guard:\n  entities:\n    - id: a-b\n      words: [ab]\n", 4, "3 to 64")]
    [InlineData("guard:\n  entities:\n    - id: a-b\n      words: [abc]\n      validator: magic\n", 5, "luhn")]
    [InlineData("guard:\n  entities:\n    - id: a-b\n      words: [abc]\n      confidence: sure\n", 5, "0 to 1")]
    [InlineData("guard:\n  entities:\n    - id: a-b\n      word: [abc]\n", 4, "words")]
    public void A_mistake_is_told_with_its_line_and_how_to_mend_it(string text, int line, string told)
    {
        var errors = Assert.Throws<InputException>(() => ConfigReader.Read(text, "bartizan.yaml")).Errors;
        Assert.Contains(errors, e => e.Line == line && e.ToString().Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistake_in_a_file_names_that_file()
    {
        var file = Path.Combine(_folder, "entities.yaml");
        File.WriteAllText(file, "entities:\n  - id: Wrong Id\n    words: [abc]\n");
        var error = Assert.Single(Assert.Throws<InputException>(() => EntitiesReader.ReadFile(file)).Errors);
        Assert.Equal((file, 2), (error.File, error.Line));
        Assert.Contains("small letters", error.Fix, StringComparison.Ordinal);
    }
}
