using Bartizan.Core.Results;
using Bartizan.Gateway.Scopes;
using Bartizan.Guard.Languages;

namespace Bartizan.Gateway.Configuration;

/// <summary>The languages that certain exchanges may be held in.</summary>
public sealed record LanguageOptions
{
    /// <summary>The exchanges it is for.</summary>
    public ExchangeScope For { get; init; } = ExchangeScope.All;

    /// <summary>ISO 639-1 codes.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Whether what the model says is judged too. A streamed answer then waits for its end.</summary>
    public bool Answers { get; init; }

    internal IEnumerable<InputError> Check(string path)
    {
        foreach (var error in For.Check(path))
        {
            yield return error;
        }

        if (Allowed.Count == 0 || Allowed.Any(code => !LanguageDetector.Codes.Contains(code)))
        {
            yield return new InputError($"{path}.allowed: every entry must be the code of a language that can be told.", $"Known: {string.Join(", ", LanguageDetector.Codes)}.");
        }
    }
}
