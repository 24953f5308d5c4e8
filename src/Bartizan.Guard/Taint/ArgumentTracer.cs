using System.Text;
using System.Text.Json;

namespace Bartizan.Guard.Taint;

/// <summary>Walks the arguments of one tool call and judges every value in them.</summary>
internal sealed class ArgumentTracer(Conversation conversation)
{
    private const int MostNames = 64;
    private const int LongestName = 64;
    private const int Depth = 64;
    private const string NoName = "input";
    private const string BeyondBudget = "*";

    private readonly ValueJudge _judge = new(conversation);
    private readonly List<ArgumentOrigin> _arguments = [];
    private bool _hasUrl;

    public CallTrace Trace(string arguments)
    {
        var utf8 = Encoding.UTF8.GetBytes(arguments);
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Depth });
            Walk(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            _arguments.Clear();
            Add(NoName, arguments);
        }

        return new CallTrace(_arguments, _hasUrl);
    }

    private void Walk(ref Utf8JsonReader reader)
    {
        var name = NoName;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                    name = Name(reader.GetString()!);
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    Add(name, reader.GetString()!);
                    break;
                case JsonTokenType.Number:
                    Add(name, Encoding.UTF8.GetString(reader.ValueSpan));
                    break;
                case JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                    Place(name);
                    break;
            }
        }
    }

    // A name that is no name may be where the data is.
    private string Name(string name)
    {
        var plain = name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
        if (!plain)
        {
            Add(BeyondBudget, name);
        }

        return plain ? name : BeyondBudget;
    }

    private void Add(string name, string value)
    {
        var place = Place(name);
        _arguments[place] = _arguments[place].With(_judge.Judge(value));
        _hasUrl |= value.Contains("://", StringComparison.Ordinal);
    }

    private int Place(string name)
    {
        var place = _arguments.FindIndex(a => a.Name == name);
        if (place >= 0)
        {
            return place;
        }

        if (_arguments.Count >= MostNames && name != BeyondBudget)
        {
            return Place(BeyondBudget);
        }

        _arguments.Add(new ArgumentOrigin(name, Origin.Trusted, ToolNames.IsTarget(name), CarriesPrivate: false));
        return _arguments.Count - 1;
    }
}
