namespace Bartizan.Guard.Injection.Training;

/// <summary>What a person may set when training a model.</summary>
public sealed record InjectionTrainingOptions
{
    /// <summary>The version written into the model.</summary>
    public string Version { get; init; } = "1";

    /// <summary>Seed of the order of rows; the same rows and seed give the same file to the byte.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Base-2 logarithm of the number of weights of each head, 8 to 22.</summary>
    public int TableBits { get; init; } = 19;

    /// <summary>The share of benign development rows of each channel that may reach the threshold.</summary>
    public double FalseAlarms { get; init; } = 0.005;

    /// <summary>The command, as the model file repeats it.</summary>
    public string Command { get; init; } = "bartizan guard train";
}
