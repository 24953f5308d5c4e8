namespace Bartizan.DemoModel.Behaviour;

/// <summary>What the model will say and how it will behave while saying it.</summary>
internal sealed record Answer
{
    public string Text { get; init; } = "";

    /// <summary>Tools it wants called, in order.</summary>
    public IReadOnlyList<ToolUse> Tools { get; init; } = [];

    /// <summary>Pause before each event of a stream.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>After how many events the connection is cut; null to finish properly.</summary>
    public int? CutAfter { get; init; }

    /// <summary>HTTP status to fail with instead of answering; null to answer.</summary>
    public int? FailStatus { get; init; }

    /// <summary>The text in the pieces a stream delivers: words with the space before them.</summary>
    public IEnumerable<string> Pieces()
    {
        var start = 0;
        for (var i = 1; i < Text.Length; i++)
        {
            if (Text[i] == ' ')
            {
                yield return Text[start..i];
                start = i;
            }
        }

        if (start < Text.Length)
        {
            yield return Text[start..];
        }
    }
}

/// <summary>One tool call.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">Its arguments, a JSON object.</param>
internal sealed record ToolUse(string Name, string Arguments);
