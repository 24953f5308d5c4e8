using System.Text.RegularExpressions;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Detect.Matching;
using Bartizan.Detect.Rules;
using Bartizan.Detect.Values;

namespace Bartizan.Detect.Compiling;

/// <summary>The modifiers of one detection item, sorted by what they change (Sigma modifiers appendix 2.1).</summary>
internal sealed record Modifiers
{
    private static readonly string[] Names =
    [
        "all", "startswith", "endswith", "contains", "exists", "cased", "neq", "windash", "re", "i", "m", "s", "ignorecase", "multiline", "dotall",
        "base64", "base64offset", "utf16le", "utf16be", "utf16", "wide", "lt", "lte", "gt", "gte", "minute", "hour", "day", "week", "month", "year",
        "cidr", "expand", "fieldref",
    ];

    public bool All { get; private set; }

    public bool Negated { get; private set; }

    public bool Cased { get; private set; }

    public bool Exists { get; private set; }

    public bool Network { get; private set; }

    public bool Expand { get; private set; }

    public bool Reference { get; private set; }

    public bool Regex { get; private set; }

    public RegexOptions RegexOptions { get; private set; } = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public TextShape Shape { get; private set; }

    public Operator? Operator { get; private set; }

    public DatePart Part { get; private set; }

    /// <summary>What is done to the text, in the order written: encodings, dashes and where it stands.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>Reads them; what is not known or does not go together is reported.</summary>
    public static Modifiers Read(DetectionItem item, string file, ICollection<InputError> errors)
    {
        var modifiers = new Modifiers();
        foreach (var name in item.Modifiers)
        {
            if (!modifiers.Take(name))
            {
                var near = NearestName.Find(name, Names);
                errors.Add(new InputError(
                    Names.Contains(name) ? $"The modifier '{name}' goes with 're', after it." : $"There is no modifier '{name}'.",
                    Names.Contains(name) ? $"Write re|{name}." : near is null ? $"There are: {string.Join(", ", Names)}." : $"Did you mean '{near}'?",
                    file,
                    item.Line,
                    item.Column));
            }
        }

        if (modifiers.Contradiction(item) is { } contradiction)
        {
            errors.Add(new InputError(contradiction, "Take one of them out.", file, item.Line, item.Column));
        }

        return modifiers;
    }

    private bool Take(string name)
    {
        switch (name)
        {
            case "all":
                All = true;
                return true;
            case "neq":
                Negated = true;
                return true;
            case "cased":
                Cased = true;
                return true;
            case "exists":
                Exists = true;
                return true;
            case "cidr":
                Network = true;
                return true;
            case "expand":
                Expand = true;
                return true;
            case "fieldref":
                Reference = true;
                return true;
            case "re":
                Regex = true;
                return true;
            case "i" or "ignorecase":
                RegexOptions |= RegexOptions.IgnoreCase;
                return Regex;
            case "m" or "multiline":
                RegexOptions |= RegexOptions.Multiline;
                return Regex;
            case "s" or "dotall":
                RegexOptions |= RegexOptions.Singleline;
                return Regex;
            case "startswith" or "endswith" or "contains":
                Shape = name switch { "startswith" => TextShape.StartsWith, "endswith" => TextShape.EndsWith, _ => TextShape.Contains };
                Steps.Add(name);
                return true;
            case "windash" or "base64" or "base64offset" or "utf16le" or "utf16be" or "utf16" or "wide":
                Steps.Add(name);
                return true;
            case "lt" or "lte" or "gt" or "gte":
                Operator = name switch { "lt" => Values.Operator.Less, "lte" => Values.Operator.LessOrEqual, "gt" => Values.Operator.Greater, _ => Values.Operator.GreaterOrEqual };
                return true;
            case "minute" or "hour" or "day" or "week" or "month" or "year":
                Part = Enum.Parse<DatePart>(name, ignoreCase: true);
                return true;
            default:
                return false;
        }
    }

    private string? Contradiction(DetectionItem item)
    {
        string[] kinds = [.. new[] { Regex ? "re" : "", Network ? "cidr" : "", Exists ? "exists" : "", Reference ? "fieldref" : "", Operator is null ? "" : item.Modifiers.Last(m => m is "lt" or "lte" or "gt" or "gte"), Part != DatePart.None && Operator is null ? "a part of a date" : "" }.Where(k => k.Length > 0)];
        if (kinds.Length > 1)
        {
            return $"'{kinds[0]}' and '{kinds[1]}' do not go together.";
        }

        if (kinds.Length == 1 && Steps.Find(s => s is not ("startswith" or "endswith" or "contains")) is { } step)
        {
            return $"'{kinds[0]}' and '{step}' do not go together.";
        }

        if (kinds.Length == 1 && kinds[0] is not ("re" or "fieldref") && (Steps.Count > 0 || Cased))
        {
            return $"'{kinds[0]}' compares no texts, so '{(Steps.Count > 0 ? Steps[0] : "cased")}' says nothing.";
        }

        return item.Field is null && kinds.Length == 1 && kinds[0] != "re" ? $"'{kinds[0]}' needs a field." : null;
    }
}
