using System.Buffers;
using Bartizan.Core.Results;
using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Configuration;

/// <summary>Checks what a person wrote about sensitivity labels.</summary>
internal static class SensitivityOptionsValidator
{
    private const int MostEntries = 1_000;
    private const int LongestName = 64;
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(365);

    /// <summary>Adds every mistake.</summary>
    public static void Validate(SensitivityOptions? options, List<InputError> errors)
    {
        if (options is null)
        {
            return;
        }

        if (options.Findings.Count > MostEntries || options.Purview.Count > MostEntries)
        {
            errors.Add(new($"sensitivity: there are more than {MostEntries} findings, or more than {MostEntries} Purview labels.", "Name families such as pii.* instead."));
        }

        foreach (var label in options.Findings.Keys.Where(l => !IsPattern(l)))
        {
            errors.Add(new($"sensitivity.findings: '{Short(label)}' is no label or family of findings.", "Write for example pii.email, or pii.* for the family."));
        }

        foreach (var id in options.Purview.Keys.Where(id => !Guid.TryParseExact(id, "D", out _)))
        {
            errors.Add(new($"sensitivity.purview: '{Short(id)}' is not the id of a label.", "Write the label's id as Purview shows it: 8, 4, 4, 4 and 12 hex digits with hyphens."));
        }

        if (options.Purview.Keys.GroupBy(id => id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            errors.Add(new($"sensitivity.purview: '{Short(twice.Key)}' stands there {twice.Count()} times.", "Give each label one meaning."));
        }

        if (options.Header is { } header && (header.Length is 0 or > LongestName || !header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || !HeaderRules.MayBePassed(header)))
        {
            errors.Add(new("sensitivity.header: it is no header that a client could label its requests with.", "Write for example x-sensitivity."));
        }

        if (options.Keep < TimeSpan.Zero || options.Keep > LongestKeep)
        {
            errors.Add(new("sensitivity.keep: it must lie between 0s and 365d.", "Write for example 7d; 0s remembers no session."));
        }
    }

    private static bool IsPattern(string label)
    {
        var name = label.EndsWith(".*", StringComparison.Ordinal) ? label.AsSpan(..^2) : label;
        return label == "*" || (name.Length is > 0 and <= LongestName && name.IndexOfAnyExcept(LabelCharacters) < 0 && name[0] != '.' && name[^1] != '.');
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
