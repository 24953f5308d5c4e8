using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bartizan.Core.Results;
using Bartizan.Detect.Matching;
using Bartizan.Detect.Rules;
using Bartizan.Detect.Values;

namespace Bartizan.Detect.Compiling;

/// <summary>Makes an expression of one field, its modifiers and its values.</summary>
internal sealed class ItemCompiler(AtomTable atoms, Func<string, IReadOnlyList<string>?> placeholders, string file)
{
    private const int LongestRegex = 8_192;

    private static readonly SearchValues<char> Numeric = SearchValues.Create("+-.0123456789eE");

    private readonly Dictionary<(string, RegexOptions), Regex> _regexes = [];

    /// <summary>The expression of an item.</summary>
    /// <exception cref="CompileException">A value or modifier does not fit.</exception>
    public Expression Compile(DetectionItem item)
    {
        var errors = new List<InputError>();
        var modifiers = Modifiers.Read(item, file, errors);
        if (errors.Count > 0)
        {
            throw new CompileException(errors[0]);
        }

        var values = modifiers.Expand ? item.Values.SelectMany(Expanded).ToList() : item.Values;
        var expression = Joined(item, modifiers, values);
        return modifiers.Negated ? new NegatedExpression(expression) : expression;
    }

    private Expression Joined(DetectionItem item, Modifiers modifiers, IReadOnlyList<WrittenValue> values)
    {
        if (item.Field is { } field)
        {
            if (modifiers.Exists)
            {
                return Exists(field, item.Values);
            }

            if (modifiers.Network && !modifiers.All)
            {
                return new AtomExpression(atoms.Networks(field, [.. values.Select(AsNetwork)]));
            }

            if (values.Count > 0 && values.All(v => v.Text is null))
            {
                return new AtomExpression(atoms.Null(field));
            }
        }

        return modifiers.All
            ? Expression.AllOf([.. values.Select(v => Any(item, modifiers, [v]))])
            : Any(item, modifiers, values);
    }

    private Expression Any(DetectionItem item, Modifiers modifiers, IReadOnlyList<WrittenValue> values)
    {
        var (parts, simple) = (new List<Expression>(), new List<(TextShape, string)>());
        foreach (var value in values)
        {
            if (value.Text is not { } text)
            {
                parts.Add(item.Field is { } field ? new AtomExpression(atoms.Null(field)) : throw Wrong("A keyword cannot be null.", "Take it out.", value));
            }
            else if (modifiers.Network)
            {
                parts.Add(new AtomExpression(atoms.Networks(item.Field!, [AsNetwork(value)])));
            }
            else if (modifiers.Reference)
            {
                parts.Add(new AtomExpression(atoms.Reference(item.Field!, text, modifiers.Shape, modifiers.Cased)));
            }
            else if (modifiers.Operator is { } || modifiers.Part != DatePart.None)
            {
                parts.Add(new AtomExpression(atoms.Compare(item.Field!, new Comparison(modifiers.Operator ?? Operator.Equal, AsNumber(value), modifiers.Part))));
            }
            else if (modifiers.Regex)
            {
                parts.Add(new AtomExpression(AsRegex(item.Field, text, modifiers.RegexOptions, value)));
            }
            else
            {
                foreach (var pattern in Patterns(value, modifiers, item.Field is null))
                {
                    AddText(item.Field, pattern, modifiers.Cased, parts, simple);
                }
            }
        }

        if (simple.Count > 0)
        {
            parts.Add(new AtomExpression(atoms.Text(item.Field, simple)));
        }

        return Expression.AnyOf(parts);
    }

    private void AddText(string? field, string pattern, bool cased, List<Expression> parts, List<(TextShape, string)> simple)
    {
        var dashes = pattern.Count(c => c == SigmaText.Dash);
        if (!cased && dashes <= 1 && Simple(pattern) is var (shape, text) && text.Length > 0)
        {
            if (dashes == 0)
            {
                simple.Add((shape, text));
                return;
            }

            foreach (var dash in SigmaText.Dashes)
            {
                simple.Add((shape, text.Replace(SigmaText.Dash, dash)));
            }

            return;
        }

        if (pattern.Length == 0)
        {
            simple.Add((TextShape.Equals, ""));
            return;
        }

        parts.Add(new AtomExpression(atoms.Glob(field, pattern, cased)));
    }

    /// <summary>The shape and text of a pattern with wildcards at its ends only, or null.</summary>
    private static (TextShape Shape, string Text)? Simple(string pattern)
    {
        var (start, end) = (pattern.StartsWith(SigmaText.Many), pattern.Length > 1 && pattern.EndsWith(SigmaText.Many));
        var inner = pattern[(start ? 1 : 0)..^(end ? 1 : 0)];
        if (inner.AsSpan().IndexOfAny(SigmaText.Many, SigmaText.One) >= 0)
        {
            return null;
        }

        return ((start, end) switch
        {
            (true, true) => TextShape.Contains,
            (true, false) => TextShape.EndsWith,
            (false, true) => TextShape.StartsWith,
            _ => TextShape.Equals,
        }, inner);
    }

    /// <summary>Runs the text through its modifiers in their order.</summary>
    private IEnumerable<string> Patterns(WrittenValue value, Modifiers modifiers, bool keyword)
    {
        List<string> made = [SigmaText.Parse(value.Plain ? Canonical(value.Text!) : value.Text!)];
        var bytes = (byte[]?)null;
        foreach (var step in modifiers.Steps)
        {
            switch (step)
            {
                case "contains":
                    made = [.. made.Select(m => SigmaText.Many + m + SigmaText.Many)];
                    break;
                case "startswith":
                    made = [.. made.Select(m => m + SigmaText.Many)];
                    break;
                case "endswith":
                    made = [.. made.Select(m => SigmaText.Many + m)];
                    break;
                case "windash":
                    made = [.. made.Select(SigmaText.AnyDash)];
                    break;
                default:
                    bytes = Encoded(step, made, bytes, value);
                    made = step == "base64offset" ? [.. Encodings.Base64Offsets(bytes)] : [step == "base64" ? Convert.ToBase64String(bytes) : Encoding.Latin1.GetString(bytes)];
                    bytes = step.StartsWith("base64", StringComparison.Ordinal) ? null : bytes;
                    break;
            }
        }

        return made.Select(m => SigmaText.Simplify(keyword && modifiers.Shape == TextShape.Equals ? SigmaText.Many + m + SigmaText.Many : m));
    }

    private byte[] Encoded(string step, List<string> made, byte[]? bytes, WrittenValue value)
    {
        if (made.Count != 1 || SigmaText.HasWildcards(made[0]))
        {
            throw Wrong($"A value with wildcards cannot be encoded by '{step}'.", "Escape * and ? with a backslash, and write contains after the encoding.", value);
        }

        return Encodings.Utf16(step, made[0]) ?? bytes ?? Encoding.UTF8.GetBytes(made[0]);
    }

    private Expression Exists(string field, IReadOnlyList<WrittenValue> values)
    {
        if (values is not [{ Text: { } text } value] || !bool.TryParse(text, out var there))
        {
            throw Wrong("'exists' takes true or false.", "Write exists: true or exists: false.", values[0]);
        }

        var present = new AtomExpression(atoms.Present(field));
        return there ? present : new NegatedExpression(present);
    }

    private Network AsNetwork(WrittenValue value) => Network.Parse(value.Text ?? "")
        ?? throw Wrong($"'{value.Text}' is no network.", "Write an address and a length, such as 10.0.0.0/8 or 2001:db8::/32.", value);

    private double AsNumber(WrittenValue value) => double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? number
        : throw Wrong($"'{value.Text}' is no number.", "Comparisons take one number.", value);

    private Atom AsRegex(string? field, string pattern, RegexOptions options, WrittenValue value)
    {
        if (pattern.Length > LongestRegex)
        {
            throw Wrong($"The regular expression is longer than {LongestRegex} characters.", "Split it.", value);
        }

        try
        {
            if (!_regexes.TryGetValue((pattern, options), out var regex))
            {
                // Rules bring their own patterns; NonBacktracking, which is always among the options, keeps the time linear.
#pragma warning disable MA0009
                _regexes[(pattern, options)] = regex = new Regex(pattern, options);
#pragma warning restore MA0009
            }

            return atoms.Regex(field, regex, RegexLiteral.Longest(pattern));
        }
        catch (Exception e) when (e is NotSupportedException or InsufficientExecutionStackException)
        {
            throw Wrong(
                "The regular expression needs look-around, back references, or is too large: its time could not be bounded.",
                "Write it without (?=…), (?!…), (?<=…), (?<!…) and \\1, with smaller counts, or as several selections joined with 'and not'.",
                value);
        }
        catch (ArgumentException e)
        {
            throw Wrong($"The regular expression is wrong: {e.Message}", "Escape characters that are meant as they stand.", value);
        }
    }

    private IEnumerable<WrittenValue> Expanded(WrittenValue value)
    {
        if (value.Text is null)
        {
            return [value];
        }

        var texts = Placeholders.Expand(value.Text, placeholders, out var missing);
        if (texts is not null)
        {
            return texts.Select(t => value with { Text = t });
        }

        throw missing.Length == 0
            ? Wrong($"The placeholders stand for more than {Placeholders.Most} values.", "Give shorter lists.", value)
            : new CompileException(
                new InputError($"No values are given for the placeholder %{missing}%.", $"Give them with --placeholders, as {missing}: [value, …].", file, value.Line, value.Column),
                isPlaceholder: true);
    }

    /// <summary>A number with a fraction as its shortest text, as numbers of events are read.</summary>
    private static string Canonical(string text) =>
        text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 && text.AsSpan().IndexOfAnyExcept(Numeric) < 0
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : text;

    private CompileException Wrong(string what, string fix, WrittenValue at) => new(new InputError(what, fix, file, at.Line, at.Column));
}
