namespace Bartizan.Guard.Injection.Training;

/// <summary>What a person may set when training a model.</summary>
public sealed record InjectionTrainingOptions
{
    /// <summary>The version written into the model.</summary>
    public string Version { get; init; } = "1";

    /// <summary>Seed of the order of rows; the same rows and seed give the same file to the byte.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Base-2 logarithm of the number of weights of each head, 8 to 22.</summary>
    public int TableBits { get; init; } = 20;

    /// <summary>The share of the user channel's benign development rows that may reach its threshold to annotate.</summary>
    public double UserFalseAlarms { get; init; } = 0.008;

    /// <summary>The same of the data channel.</summary>
    public double DataFalseAlarms { get; init; } = 0.0065;

    /// <summary>The share of the user channel's that may reach the threshold to block; of the data channel's, half of it.</summary>
    public double BlockFalseAlarms { get; init; } = 0.001;

    /// <summary>Whether rows are drawn from the grammars that ship, besides those given.</summary>
    public bool Generate { get; init; } = true;

    /// <summary>Grammars that are left out, to see how a model does on a family it never saw.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>The command, as the model file repeats it.</summary>
    public string Command { get; init; } = "bartizan guard train";
}
