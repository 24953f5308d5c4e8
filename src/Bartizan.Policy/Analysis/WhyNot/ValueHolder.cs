namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>What holds a value that may be changed.</summary>
public enum ValueHolder
{
    /// <summary>The request's context.</summary>
    Context,

    /// <summary>An entity's attributes.</summary>
    Attributes,

    /// <summary>An entity's tags.</summary>
    Tags,
}
