using Bartizan.Core.Results;

namespace Bartizan.Import.Sources;

/// <summary>Bounds how much a configuration may stand for: YAML's aliases let a few lines mean millions.</summary>
internal sealed class SourceBudget(string file)
{
    /// <summary>Levels of nesting.</summary>
    public const int Deepest = 32;

    private const int MostNodes = 100_000;

    private int _nodes;

    /// <summary>Counts one more value.</summary>
    /// <exception cref="InputException">It is one too many, or too deep.</exception>
    public void Take(int depth)
    {
        if (++_nodes > MostNodes || depth > Deepest)
        {
            throw new InputException(new InputError(
                $"The file stands for more than {MostNodes} values, or is nested more than {Deepest} levels deep.", "Use fewer aliases, or split it.", file));
        }
    }
}
