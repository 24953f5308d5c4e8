using System.Text;
using System.Text.Json;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>A document with loot put into one place of it.</summary>
/// <param name="Name">What was done, and where.</param>
/// <param name="Document">The document.</param>
internal sealed record Mutation(string Name, string Document)
{
    // One word of each kind that the readers let pass when it looks harmless: an id, a word of a fixed set, a count, and one nobody knows.
    private static readonly string[] AddedFields = ["id", "status", "model", "finish_reason", "index", "created", "signature", "data", "vendor"];

    /// <summary>
    /// Loot in every place there is: instead of every value, as the name and as the value of a new member of every object, as an item of every array,
    /// as text, as a number where it is one, and inside objects and lists where none belong.
    /// </summary>
    public static IEnumerable<Mutation> Of(string document)
    {
        foreach (var place in Places(document))
        {
            foreach (var loot in Loot.All)
            {
                foreach (var (what, from, to, text) in Edits(document, place, loot))
                {
                    yield return new Mutation($"{what} at {place.Path}", document[..from] + text + document[to..]);
                }
            }
        }
    }

    private static IEnumerable<(string What, int From, int To, string Text)> Edits(string document, Place place, string loot)
    {
        var number = loot == Loot.Card;
        if (place.IsContainer)
        {
            var inside = place.From + 1;
            var comma = place.IsEmpty ? "" : ",";
            if (document[place.From] == '[')
            {
                yield return ("an item", inside, inside, $"\"{loot}\"{comma}");
                yield break;
            }

            yield return ("a name", inside, inside, $"\"{loot}\":1{comma}");
            foreach (var field in AddedFields.Except(place.Keys))
            {
                yield return ($"a new {field}", inside, inside, $"\"{field}\":\"{loot}\"{comma}");
                if (number)
                {
                    yield return ($"a number in a new {field}", inside, inside, $"\"{field}\":{loot}{comma}");
                }
            }

            yield break;
        }

        yield return ("text", place.From, place.To, $"\"{loot}\"");
        yield return ("text in an object", place.From, place.To, $"{{\"x\":\"{loot}\"}}");
        yield return ("text in a list", place.From, place.To, $"[\"{loot}\"]");
        if (number)
        {
            yield return ("a number", place.From, place.To, loot);
        }
    }

    // Documents are ASCII but for what stands in strings, so places are counted in bytes and turned into characters.
    private static List<Place> Places(string document)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var places = new List<Place>();
        var open = new Stack<Place>();
        var path = new List<string>();
        var reader = new Utf8JsonReader(bytes);
        var key = "";
        while (reader.Read())
        {
            int At(long index) => Encoding.UTF8.GetCharCount(bytes, 0, (int)index);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    key = reader.GetString()!;
                    open.Peek().Keys.Add(key);
                    open.Peek().IsEmpty = false;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    path.RemoveAt(path.Count - 1);
                    continue;
            }

            if (open.TryPeek(out var parent))
            {
                parent.IsEmpty = false;
            }

            var container = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            var place = new Place(string.Join('.', [.. path, open.TryPeek(out var holder) && document[holder.From] == '[' ? "[]" : key]), At(reader.TokenStartIndex), At(reader.BytesConsumed), container);
            places.Add(place);
            if (container)
            {
                open.Push(place);
                path.Add(place.Path.Length == 0 ? "" : place.Path[(place.Path.LastIndexOf('.') + 1)..]);
            }
        }

        return places;
    }

    private sealed class Place(string path, int from, int to, bool isContainer)
    {
        public string Path { get; } = path;

        public int From { get; } = from;

        public int To { get; } = to;

        public bool IsContainer { get; } = isContainer;

        public bool IsEmpty { get; set; } = true;

        public HashSet<string> Keys { get; } = [];
    }
}
