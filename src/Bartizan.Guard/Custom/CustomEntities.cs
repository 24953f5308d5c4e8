using Bartizan.Core.Results;

namespace Bartizan.Guard.Custom;

/// <summary>Checks what people declared as custom entities.</summary>
public static class CustomEntities
{
    /// <summary>Most entities, and most patterns and words of all of them.</summary>
    public const int MaxEntities = 2000;
    public const int MaxParts = 20_000;
    private const int MaxWord = 64;
    private const int MaxDistance = 200;

    /// <summary>Every mistake, each beginning with the setting's path under <paramref name="path"/>, such as <c>guard.entities[2].patterns</c>.</summary>
    public static IEnumerable<InputError> Check(IReadOnlyList<CustomEntity> entities, string path)
    {
        if (entities.Count > MaxEntities || entities.Sum(e => e.Patterns.Count + e.Words.Count) > MaxParts)
        {
            yield return new InputError($"{path}: there are more than {MaxEntities} entities, or more than {MaxParts} patterns and words in them.", "Join entities that policy treats alike.");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < entities.Count; i++)
        {
            foreach (var error in CheckOne(entities[i], $"{path}[{i}]"))
            {
                yield return error;
            }

            if (!seen.Add(entities[i].Id))
            {
                yield return new InputError($"{path}[{i}].id: '{entities[i].Id}' is declared twice.", "Give each entity an id of its own.");
            }
        }
    }

    private static IEnumerable<InputError> CheckOne(CustomEntity entity, string path)
    {
        if (entity.Id.Length is 0 or > 40 || entity.Id.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            yield return new InputError($"{path}.id: '{entity.Id}' is no id.", "Use small letters, digits and hyphens, at most 40, such as employee-number.");
        }

        if (entity.Patterns.Count + entity.Words.Count == 0)
        {
            yield return new InputError($"{path}: it has neither patterns nor words.", "Add patterns: or words: with what is to be found.");
        }

        for (var i = 0; i < entity.Patterns.Count; i++)
        {
            if (Fault(entity.Patterns[i]) is { } fault)
            {
                yield return new InputError($"{path}.patterns: pattern {i + 1} cannot be used: {fault}.", "Write it in .NET's syntax without look-around and back-references; it is matched from the beginning of a word.");
            }
        }

        foreach (var word in entity.Words.Where(w => w.Length is < LiteralIndex.MinLength or > MaxWord || char.IsWhiteSpace(w[0]) || char.IsWhiteSpace(w[^1])))
        {
            yield return new InputError($"{path}.words: '{(word.Length <= 20 ? word : word[..20] + "…")}' cannot be looked for.", $"Words have {LiteralIndex.MinLength} to {MaxWord} characters, without spaces around them.");
        }

        if (entity.Context.Any(string.IsNullOrWhiteSpace))
        {
            yield return new InputError($"{path}.context: a word is empty.", "Remove it.");
        }

        if (entity.Validator is { } validator && !CustomValidators.Names.Contains(validator))
        {
            yield return new InputError($"{path}.validator: there is no check '{validator}'.", $"Use one of {string.Join(", ", CustomValidators.Names)}.");
        }

        if (entity.Distance is < 0 or > MaxDistance)
        {
            yield return new InputError($"{path}.distance: {entity.Distance} is out of range.", $"Use 0 to {MaxDistance} characters.");
        }

        if (entity.Confidence is not (> 0 and <= 1) || entity.Minimum is not (>= 0 and <= 1))
        {
            yield return new InputError($"{path}.confidence: confidence and minimum are from 0 to 1.", "Write for example 0.7.");
        }
    }

    private static string? Fault(string pattern)
    {
        try
        {
            CustomPattern.Check(pattern);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
