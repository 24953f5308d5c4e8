using System.Reflection;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Gateway.Budgets;

namespace Bartizan.Hosting;

/// <summary>The prices that came with the program: <c>content/prices/prices.yaml</c>.</summary>
internal static class BuiltInPrices
{
    private const string File = "prices/prices.yaml";

    private static readonly Lazy<IReadOnlyList<PriceOptions>> Prices = new(Read);

    public static IReadOnlyList<PriceOptions> All => Prices.Value;

    private static IReadOnlyList<PriceOptions> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(File)!);
        var errors = new List<InputError>();
        var section = new YamlSection("", YamlInput.Parse(reader.ReadToEnd(), File, deepest: 8), new SettingPlaces(File), errors);
        var prices = BudgetsReader.Prices(section);
        section.Close();
        errors.AddRange(BudgetsOptionsValidator.Validate(new BudgetsOptions { Prices = prices }));
        return errors.Count == 0 ? prices : throw new InputException(errors);
    }
}
