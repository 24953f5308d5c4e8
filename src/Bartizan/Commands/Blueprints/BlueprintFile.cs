using System.Globalization;
using Bartizan.Configuration;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Results;
using Bartizan.Identity.Registry;
using Bartizan.Policy.Schema;

namespace Bartizan.Commands.Blueprints;

/// <summary>Reads the file that declares a blueprint.</summary>
internal sealed class BlueprintFile
{
    private const int DeepestNesting = 8;
    private const string DateExpected = "a day as year-month-day, for example 2027-06-30";

    private readonly SettingPlaces _places;
    private readonly string[] _lines;

    private BlueprintFile(BlueprintDraft draft, SettingPlaces places, string text) => (Draft, _places, _lines) = (draft, places, text.Split('\n'));

    /// <summary>What it declares.</summary>
    public BlueprintDraft Draft { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Its form is wrong.</exception>
    public static BlueprintFile Read(string file) => Parse(YamlInput.ReadFile(file, "Check the path."), file);

    /// <summary>Reads a text; <paramref name="file"/> is named in errors.</summary>
    /// <exception cref="InputException">Its form is wrong.</exception>
    public static BlueprintFile Parse(string text, string file)
    {
        var (places, errors) = (new SettingPlaces(file), new List<InputError>());
        var root = new YamlSection("", YamlInput.Parse(text, file, DeepestNesting) ?? throw new InputException(new InputError("The file is empty.", "Begin it with name:.", file)), places, errors);
        var draft = new BlueprintDraft
        {
            Name = root.Required("name"),
            Owner = root.Required("owner"),
            Sponsor = root.Required("sponsor"),
            Code = root.Text("code"),
            Models = root.Texts("models"),
            Tools = root.Texts("tools"),
            Ceiling = root.Text("ceiling"),
            Depth = root.Value("depth", Blueprint.DeepestDelegation, Quantities.Count, "a number"),
            Lifetime = root.Value("lifetime", Blueprint.LongestLifetime, Quantities.Duration, Quantities.DurationExpected),
            Review = root.Required("review").Length == 0 ? null : root.Value("review", TimeSpan.Zero, Quantities.Duration, Quantities.DurationExpected),
            Expires = root.Required("expires").Length == 0 ? null : root.Value("expires", DateTimeOffset.MinValue, Day, DateExpected),
        };
        root.Close();
        return errors.Count == 0 ? new BlueprintFile(draft, places, text) : throw new InputException([.. errors.OrderBy(e => e.Line).ThenBy(e => e.Column)]);
    }

    /// <summary>Everything that is wrong with it but what only a store can know.</summary>
    public IReadOnlyList<InputError> Check(PolicySchema schema, DateTimeOffset now) => InOrder(BlueprintCheck.Check(Draft, schema, now));

    /// <summary>Errors that name a setting, with their places in the file.</summary>
    public IReadOnlyList<InputError> InOrder(IEnumerable<InputError> errors) => [.. errors.Select(Locate).OrderBy(e => e.Line).ThenBy(e => e.Column)];

    // In a literal block, the ceiling's first line is the one after its setting; elsewhere its lines are not the file's.
    private InputError Locate(InputError error)
    {
        var setting = _places.Locate(error with { Line = 0, Column = 0 });
        return error.Line > 0 && error.What.StartsWith("ceiling:", StringComparison.Ordinal) && IsLiteral(setting.Line)
            ? setting with { Line = setting.Line + error.Line, Column = error.Column + Indent(setting.Line) }
            : setting;
    }

    private bool IsLiteral(int line) => line > 0 && line < _lines.Length && _lines[line - 1].TrimEnd() is { } text && (text.EndsWith('|') || text.EndsWith("|-", StringComparison.Ordinal));

    private int Indent(int line) => _lines[line].Length - _lines[line].TrimStart(' ').Length;

    private static DateTimeOffset? Day(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}
