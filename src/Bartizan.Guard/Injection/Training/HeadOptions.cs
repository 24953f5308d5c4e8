namespace Bartizan.Guard.Injection.Training;

/// <summary>How one head is trained. The defaults are what the shipped model was trained with.</summary>
internal sealed record HeadOptions
{
    /// <summary>Base-2 logarithm of the number of weights.</summary>
    public int TableBits { get; init; } = 20;

    /// <summary>Whether the head scores windows (and a row by its highest) or the whole text.</summary>
    public bool Windows { get; init; } = true;

    /// <summary>Passes over the rows.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>The last of them, over which weights are averaged: single steps swing with the order of rows, their mean does not.</summary>
    public int Averaged { get; init; } = 3;

    /// <summary>AdaGrad's step size.</summary>
    public float Rate { get; init; } = 0.5f;

    /// <summary>Weight decay of the features a step touches.</summary>
    public float Decay { get; init; } = 1e-4f;

    /// <summary>What an attack counts for next to a benign row.</summary>
    public float AttackWeight { get; init; } = 0.3f;

    /// <summary>A feature found in fewer rows gets no weight.</summary>
    public int FewestRows { get; init; } = 3;

    /// <summary>Seed of the order of rows.</summary>
    public ulong Seed { get; init; } = 1;
}
