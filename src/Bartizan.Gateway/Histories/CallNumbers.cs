using System.Globalization;
using System.Text.Json;

namespace Bartizan.Gateway.Histories;

/// <summary>
/// The numbers among a call's arguments. Whoever makes the call writes them, so what is not plainly one number from zero up is none: a text, a negative one,
/// one that stands there twice, also in other letters of the same name, or is written longer than <see cref="LongestNumber"/>, and arguments that are no JSON (RFC 8259).
/// </summary>
internal sealed class CallNumbers
{
    // As many digits as a decimal holds without rounding.
    private const int LongestNumber = 28;

    private static readonly JsonDocumentOptions Strictly = new() { AllowDuplicateProperties = false };

    private readonly Lazy<IReadOnlyDictionary<string, decimal>?[]> _readings;

    private CallNumbers(params ReadOnlySpan<(ReadOnlyMemory<byte> Json, string[] Path)> readings)
    {
        var all = readings.ToArray();
        _readings = new(() => [.. all.Select(r => Read(r.Json, r.Path))]);
    }

    /// <summary>Those of arguments; where masking made them other ones for the client, both must say the same.</summary>
    public static CallNumbers OfArguments(string arguments, string? revealed)
    {
        (ReadOnlyMemory<byte>, string[]) Reading(string text) => (System.Text.Encoding.UTF8.GetBytes(text), []);
        return revealed is null || revealed == arguments ? new(Reading(arguments)) : new(Reading(arguments), Reading(revealed));
    }

    /// <summary>Those of a message to an MCP server (<c>params.arguments</c>).</summary>
    public static CallNumbers OfMessage(ReadOnlyMemory<byte> message) => new((message, ["params", "arguments"]));

    /// <summary>The number of an argument; null where it says none.</summary>
    public decimal? Find(string argument)
    {
        decimal? found = null;
        foreach (var reading in _readings.Value)
        {
            if (reading is null || !reading.TryGetValue(argument, out var number) || (found is not null && found != number))
            {
                return null;
            }

            found = number;
        }

        return found;
    }

    private static Dictionary<string, decimal>? Read(ReadOnlyMemory<byte> json, string[] path)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strictly);
            var place = document.RootElement;
            foreach (var name in path)
            {
                if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(name, out place))
                {
                    return null;
                }
            }

            if (place.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var (numbers, names) = (new Dictionary<string, decimal>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
            foreach (var argument in place.EnumerateObject())
            {
                // A tool may read names without regard to case, and then another one than is counted here.
                if (!names.Add(argument.Name))
                {
                    return null;
                }

                if (argument.Value.ValueKind == JsonValueKind.Number && Number(argument.Value.GetRawText()) is { } number)
                {
                    numbers[argument.Name] = number;
                }
            }

            return numbers;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static decimal? Number(string text)
    {
        if (text.Length > LongestNumber || text[0] == '-' || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        // What is too small for a decimal is still not nothing.
        var digits = text.AsSpan(0, text.AsSpan().IndexOfAny('e', 'E') is >= 0 and var exponent ? exponent : text.Length);
        return number == 0 && digits.IndexOfAnyInRange('1', '9') >= 0 ? new decimal(1, 0, 0, false, 28) : number;
    }
}
