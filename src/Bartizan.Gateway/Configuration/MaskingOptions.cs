namespace Bartizan.Gateway.Configuration;

/// <summary>What a person wrote about reversible masking.</summary>
public sealed record MaskingOptions
{
    /// <summary>How long a session is kept after its last use. Then its key is destroyed, and with it every value it holds.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(24);
}
