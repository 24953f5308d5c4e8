using System.Text.Json;

namespace Bartizan.Gateway.Translation.Gemini;

/// <summary>
/// Reads the conversation. Calls without an id get one by their number, and a result without one answers the oldest call of its function that is
/// not answered yet, as Gemini matches them.
/// </summary>
internal sealed class GeminiContentReader(NeutralRequest request, Losses losses)
{
    private readonly Dictionary<string, Queue<string>> _open = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>Reads <c>contents</c>.</summary>
    public void Read(JsonElement contents)
    {
        foreach (var (content, place) in Expect.Items(contents, "contents", orOne: true))
        {
            var side = Expect.WordIn(content, "role") switch
            {
                null or "" or "user" or "function" or "tool" => Side.User,
                "model" => Side.Model,
                _ => throw Untranslatable.Unknown($"{place}.role"),
            };
            foreach (var (part, path) in Parts(content, place))
            {
                Part(part, path, side);
            }
        }
    }

    /// <summary>Reads <c>systemInstruction</c>, which holds only text.</summary>
    public static IEnumerable<JsonElement> Instructions(JsonElement content, string path) =>
        content.ValueKind == JsonValueKind.String
            ? [content]
            : Parts(content, path).Select(p => GeminiWords.Members(p.Part, p.Path).ToArray() is [("text", var text, var place)] ? Expect.Text(text, place) : throw Untranslatable.Unknown(p.Path));

    private static IEnumerable<(JsonElement Part, string Path)> Parts(JsonElement content, string path)
    {
        IEnumerable<(JsonElement, string)> parts = [];
        foreach (var (name, value, place) in GeminiWords.Members(content, path))
        {
            parts = name switch
            {
                "role" => parts,
                "parts" => Expect.Items(value, place, orOne: true),
                _ => throw Untranslatable.Unknown(place),
            };
        }

        return parts;
    }

    private void Part(JsonElement part, string path, Side side)
    {
        var members = GeminiWords.Members(part, path).ToList();
        if (members.Exists(m => m.Name == "thought" && m.Value.ValueKind == JsonValueKind.True))
        {
            losses.Drop("thought");
            return;
        }

        foreach (var (name, value, place) in members)
        {
            switch (name)
            {
                case "text":
                    request.Add(side, new TextPart(Expect.Text(value, place)));
                    break;
                case "inlineData":
                    request.Add(side, Image(value, place));
                    break;
                case "functionCall" when side == Side.Model:
                    Call(value, place);
                    break;
                case "functionResponse" when side == Side.User:
                    Result(value, place);
                    break;
                case "thought":
                    break;
                case "thoughtSignature":
                    losses.Drop(name);
                    break;
                default:
                    throw Untranslatable.Unknown(place);
            }
        }
    }

    private static ImagePart Image(JsonElement data, string place)
    {
        string type = "", bytes = "";
        foreach (var (name, value, path) in GeminiWords.Members(data, place))
        {
            (type, bytes) = name switch
            {
                "mimeType" => (Expect.Word(value, path), bytes),
                "data" => (type, Expect.Word(value, path)),
                _ => throw Untranslatable.Unknown(path),
            };
        }

        return Expect.Picture(type, bytes, place);
    }

    private void Call(JsonElement value, string path)
    {
        var call = GeminiAnswerReader.ReadCall(value, path);
        call = call.Id.Length > 0 ? call : call with { Id = $"call_{_calls}" };
        _calls++;
        if (!_open.TryGetValue(call.Name, out var open))
        {
            _open.Add(call.Name, open = new Queue<string>());
        }

        open.Enqueue(call.Id);
        request.Add(Side.Model, call);
    }

    private void Result(JsonElement value, string place)
    {
        string? id = null, function = null;
        Part? content = null;
        var failed = false;
        foreach (var (name, member, path) in GeminiWords.Members(value, place))
        {
            switch (name)
            {
                case "id":
                    id = Expect.Word(member, path);
                    break;
                case "name":
                    function = Expect.Word(member, path);
                    break;
                case "response":
                    (content, failed) = Response(Expect.Object(member, path));
                    break;
                default:
                    throw Untranslatable.Unknown(path);
            }
        }

        if (string.IsNullOrEmpty(id))
        {
            id = function is not null && _open.TryGetValue(function, out var open) && open.TryDequeue(out var oldest)
                ? oldest
                : throw Untranslatable.Here(place, "no call of this function before it waits for a result.");
        }

        request.AddResult(id, content is null ? [] : [content], failed, place);
    }

    // Google's clients wrap a text as {"output": …} or {"error": …}; any other object is handed on as JSON.
    private static (Part Content, bool Failed) Response(JsonElement response)
    {
        var members = response.EnumerateObject().Take(2).ToArray();
        var text = members is [{ Value.ValueKind: JsonValueKind.String } only] && only.Name is "output" or "result" or "error" ? members[0].Value : Texts.Quote(Texts.Raw(response));
        return (new TextPart(text), members is [var single] && single.Name == "error");
    }
}
