using System.Text.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>A request in no dialect's words: what several of them can say. Values are elements of the document it was read from, which must outlive it.</summary>
internal sealed class NeutralRequest(string model, bool stream)
{
    private readonly Dictionary<string, string> _calls = new(StringComparer.Ordinal);

    /// <summary>The model asked for.</summary>
    public string Model { get; } = model;

    /// <summary>Whether the answer is to be streamed.</summary>
    public bool Stream { get; } = stream;

    /// <summary>Whether a stream is to tell its token counts, in a dialect where that is asked for.</summary>
    public bool CountsStream { get; set; }

    /// <summary>Instructions, each a JSON string.</summary>
    public List<JsonElement> System { get; } = [];

    /// <summary>The conversation; sides alternate.</summary>
    public List<Turn> Turns { get; } = [];

    /// <summary>The settings given.</summary>
    public SortedDictionary<Setting, GivenSetting> Settings { get; } = [];

    /// <summary>Texts at which the model stops, each a JSON string.</summary>
    public List<JsonElement> Stop { get; } = [];

    /// <summary>Tools offered.</summary>
    public List<OfferedTool> Tools { get; } = [];

    /// <summary>Which of them the model may or must call.</summary>
    public ToolChoice Choice { get; set; }

    /// <summary>The tool that it must call, when <see cref="Choice"/> names one.</summary>
    public string ChosenTool { get; set; } = "";

    /// <summary>The client's name for its wish that the model calls one tool at a time; null when it has no such wish.</summary>
    public string? OneCallField { get; set; }

    /// <summary>The form of the answer; null for plain text.</summary>
    public AnswerFormat? Format { get; set; }

    /// <summary>Adds what a side says, to its turn when it is its turn already. Empty text says nothing, and some providers refuse it.</summary>
    public void Add(Side side, Part part)
    {
        if (part is TextPart { Text: var text } && Texts.IsEmpty(text))
        {
            return;
        }

        if (part is CallPart call)
        {
            _calls[call.Id] = call.Name;
        }

        if (Turns.Count == 0 || Turns[^1].Side != side)
        {
            Turns.Add(new Turn(side, []));
        }

        Turns[^1].Parts.Add(part);
    }

    /// <summary>Adds what a tool returned to an earlier call.</summary>
    public void AddResult(string callId, IReadOnlyList<Part> content, bool failed, string path) =>
        Add(Side.User, new ResultPart(callId, _calls.TryGetValue(callId, out var name) ? name : throw Untranslatable.Here(path, "no tool call before it has this id."), content, failed));

    /// <summary>Writes the settings for which a dialect has a name.</summary>
    public void WriteSettings(Utf8JsonWriter json, Func<Setting, string?> nameOf, Losses losses)
    {
        foreach (var (setting, given) in Settings)
        {
            if (nameOf(setting) is { } name)
            {
                json.WritePropertyName(name);
                Texts.WriteRaw(json, given.Value);
            }
            else
            {
                losses.Drop(given.Field);
            }
        }
    }
}
