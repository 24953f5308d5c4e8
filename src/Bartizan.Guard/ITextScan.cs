using Bartizan.Core.Exchanges;

namespace Bartizan.Guard;

/// <summary>Looks for one kind of thing in one text while it grows. How the text is cut changes nothing. Not thread-safe.</summary>
public interface ITextScan
{
    /// <summary>Findings so far, ordered by start.</summary>
    IReadOnlyList<Finding> Findings { get; }

    /// <summary>How many units from the start no later finding can touch.</summary>
    int Settled { get; }

    /// <summary>Takes the next text.</summary>
    void Append(ReadOnlySpan<char> text);

    /// <summary>The text ended.</summary>
    void Complete();
}
