using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Json;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>Makes what is kept of a question to policy: what differs from what its exchange's record says elsewhere.</summary>
internal static class AskedQuestions
{
    private const int LongestSafeName = 24;

    /// <summary>Fields of the context that hold names of arguments, some of which may not be kept.</summary>
    public static readonly string[] NamesOfArguments =
        ["origins", "userArguments", "userTargets", "untrustedArguments", "untrustedTargets", "privateArguments"];

    /// <summary>What is kept of a question about a message or call in which these findings are.</summary>
    public static AskedQuestion Of(in PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed)
    {
        var (request, first) = (question.Request, question.First is { } told && ExpectedContext.Tells(told) ? question.First : null);
        string[] labels = findings.Count == 0 ? [] : [.. findings.Select(f => f.Label).Distinct(StringComparer.Ordinal)];
        var expected = new ExpectedContext(
            request, ExchangeFacts.In(request.Context), labels.Length == 0 ? CedarSet.Empty : LabelSets.FamiliesOf(labels), first);
        var context = Differences(request.Context, expected, HidesNames(labels));
        var isModel = request.Resource.Type == PolicyQuestion.ModelType;
        return labels.Length == 0 && context is null && isModel && first is null && !guardFailed ? AskedQuestion.Plain : new()
        {
            Resource = isModel ? null : request.Resource.ToString(),
            Labels = labels.Length == 0 ? null : labels,
            GuardFailed = guardFailed ? true : null,
            AsFirst = first is null ? null : true,
            Context = context,
        };
    }

    /// <summary>Whether names that could not be kept are missing in a field of a recorded question. An argument that is really called so counts as missing too.</summary>
    public static bool HidesNames(CedarValue field) => field switch
    {
        CedarSet set => set.Items.Any(i => i is CedarString { Value: var name } && IsHidden(name)),
        CedarRecord record => record.Fields.Any(f => IsHidden(f.Key)),
        _ => false,
    };

    /// <summary>The names of a call's arguments as they may be kept, given the labels found in it.</summary>
    public static CedarSet NamesOf(CedarRecord arguments, IReadOnlyList<string> labels) =>
        CedarSet.OfStrings(((CedarRecord)new PlainNames(HidesNames([.. labels])).Of(arguments)).Fields.Select(f => f.Key));

    private static bool IsHidden(string name) => name is ['?', >= '0' and <= '9', ..];

    private static RawJson? Differences(CedarRecord context, in ExpectedContext expected, bool hideNames)
    {
        List<KeyValuePair<string, CedarValue?>>? differences = null;
        foreach (var field in context.Fields)
        {
            if (!field.Value.Equals(expected.Find(field.Key)))
            {
                (differences ??= []).Add(new(field.Key, field.Value));
            }
        }

        foreach (var name in expected.Names())
        {
            if (!context.TryGet(name, out _))
            {
                (differences ??= []).Add(new(name, null));
            }
        }

        return differences is null ? null : Write(differences, new PlainNames(hideNames));
    }

    private static RawJson Write(List<KeyValuePair<string, CedarValue?>> fields, PlainNames names)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                json.WritePropertyName(name);
                switch (value)
                {
                    case null:
                        json.WriteNullValue();
                        break;
                    case var arguments when NamesOfArguments.Contains(name):
                        names.Of(arguments).WriteJson(json);
                        break;
                    default:
                        value.WriteJson(json);
                        break;
                }
            }

            json.WriteEndObject();
        }

        return new RawJson(buffer.WrittenMemory);
    }

    private static bool HidesNames(string[] labels) =>
        Array.Exists(labels, l => Finding.LabelMatches(l, "pii.*") || Finding.LabelMatches(l, "secret.*"));

    /// <summary>
    /// Names of arguments as they may be kept. Whoever makes a call chooses them, so a name may itself be the secret that was found in the call, or
    /// look like Cedar's own marks: such a name becomes a number, the same wherever it stands in the question.
    /// </summary>
    private sealed class PlainNames(bool hide)
    {
        private readonly List<string> _hidden = [];

        public CedarValue Of(CedarValue names) => names switch
        {
            CedarSet set => CedarSet.OfStrings(set.Items.Select(i => i is CedarString text ? Of(text.Value) : i.ToString())),
            CedarRecord record => new CedarRecord(record.Fields.Select(f => KeyValuePair.Create(Of(f.Key), f.Value))),
            _ => names,
        };

        private string Of(string name)
        {
            if (!name.StartsWith("__", StringComparison.Ordinal) && !(hide && (name.Length > LongestSafeName || name.Any(char.IsAsciiDigit))))
            {
                return name;
            }

            var place = _hidden.IndexOf(name);
            if (place < 0)
            {
                place = _hidden.Count;
                _hidden.Add(name);
            }

            return $"?{place}";
        }
    }
}
