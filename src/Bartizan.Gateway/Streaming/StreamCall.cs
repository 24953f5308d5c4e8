using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <summary>A tool call that arrives in pieces. None of them passes before the whole is decided.</summary>
internal sealed class StreamCall(int owner, int index, string path, bool runsUpstream) : IDisposable
{
    private PooledList<char> _arguments;

    /// <summary>Choice or block it belongs to.</summary>
    public int Owner { get; } = owner;

    /// <summary>Its number in the choice.</summary>
    public int Index { get; } = index;

    /// <summary>Path of its arguments.</summary>
    public string Path { get; } = path;

    /// <summary>Whether the model's vendor runs it.</summary>
    public bool RunsUpstream { get; } = runsUpstream;

    /// <summary>Its id.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The tool's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether any piece of the arguments came.</summary>
    public bool HasFragments { get; private set; }

    /// <summary>The arguments as they came whole with the call's first event, where a dialect does that.</summary>
    public string Given { get; set; } = "";

    /// <summary>Index of the segment that holds <see cref="Given"/>, or -1 when none does.</summary>
    public int GivenSegment { get; set; } = -1;

    /// <summary>Whether it is whole and the gate has answered.</summary>
    public bool Decided { get; private set; }

    /// <summary>The arguments with their masks, which stand in the first piece while the others are emptied; null when nothing is masked.</summary>
    public string? Rewritten { get; private set; }

    /// <summary>The arguments so far.</summary>
    public ReadOnlySpan<char> Arguments => _arguments.Items;

    /// <summary>Sets the name. Clients differ on a name that comes twice (replace it, or join both), so that is refused.</summary>
    public void SetName(string name) => Name = Once(Name, name);

    /// <summary>Sets the id, once like the name.</summary>
    public void SetId(string id) => Id = Once(Id, id);

    /// <summary>Sets name and id where a dialect says the call several times. Another name is refused; ids that vary are none of ours.</summary>
    public void Confirm(string name, string id)
    {
        if (name.Length > 0 && name != Name)
        {
            SetName(name);
        }

        if (Id.Length == 0 && !Decided)
        {
            Id = id;
        }
    }

    /// <summary>Sets arguments that come as a value, where a dialect says the call several times; once decided, they must stay what they are.</summary>
    public void Give(string arguments, int segment)
    {
        if (HasFragments || (Decided && segment != GivenSegment))
        {
            throw JsonRefusal.Field("A tool call's arguments are said twice, differently.");
        }

        (Given, GivenSegment) = (arguments, segment);
    }

    /// <summary>Takes a piece of the arguments. Returns whether it is the first.</summary>
    public bool Append(ReadOnlySpan<char> fragment)
    {
        if (Decided)
        {
            throw JsonRefusal.Field("A tool call goes on after its end.");
        }

        _arguments.AddRange(fragment);
        var first = !HasFragments;
        HasFragments = true;
        return first;
    }

    /// <summary>The gate let it pass.</summary>
    public void Decide(string? rewritten)
    {
        Decided = true;
        Rewritten = rewritten;
    }

    /// <summary>The whole call.</summary>
    public ProposedToolCall ToProposal(int segment) =>
        new(Id, Name, HasFragments && _arguments.Count > 0 ? new string(_arguments.Items) : Given, segment, RunsUpstream);

    /// <inheritdoc/>
    public void Dispose() => _arguments.Dispose();

    private string Once(string before, string value)
    {
        if (Decided || (before.Length > 0 && value.Length > 0))
        {
            throw JsonRefusal.Field("A tool call is named twice.");
        }

        return before.Length > 0 ? before : value;
    }
}
