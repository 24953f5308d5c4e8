using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Scopes;
using Bartizan.Guard.Contracts;

namespace Bartizan.Configuration;

/// <summary>Reads what is for some exchanges only: <c>gateway.contracts</c> and <c>gateway.languages</c>.</summary>
internal static class ScopedReader
{
    /// <summary>The contracts; a mistake in a schema names the schema's file.</summary>
    /// <exception cref="Core.Results.InputException">A schema cannot be read, or something in it is wrong.</exception>
    public static IReadOnlyList<ContractOptions> Contracts(YamlSection gateway, Func<string?, string?> path) =>
        [.. gateway.Sections("contracts").Select(section => Contract(section, path)).OfType<ContractOptions>()];

    /// <summary>The languages allowed.</summary>
    public static IReadOnlyList<LanguageOptions> Languages(YamlSection gateway) => [.. gateway.Sections("languages").Select(Language)];

    /// <summary>The exchanges that an entry is for.</summary>
    public static ExchangeScope Scope(YamlSection section) => new()
    {
        Models = section.Texts("models") ?? ["*"],
        Agents = section.Texts("agents") ?? ["*"],
        Systems = section.Texts("systems") ?? ["*"],
    };

    private static LanguageOptions Language(YamlSection section)
    {
        var language = new LanguageOptions
        {
            For = Scope(section),
            Allowed = section.Texts("allowed") ?? [],
            Answers = section.Value("answers", false, Quantities.YesNo, Quantities.YesNoExpected),
        };
        section.Close();
        return language;
    }

    private static ContractOptions? Contract(YamlSection section, Func<string?, string?> path)
    {
        var (scope, file) = (Scope(section), path(section.Required("schema")));
        section.Close();
        return file is null ? null : new(scope, file, JsonContract.Parse(YamlInput.ReadFile(file, "Check the path in gateway.contracts."), file));
    }
}
