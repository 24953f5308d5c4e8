namespace Bartizan.Core.Exchanges;

/// <summary>How much harm a text could do in wrong hands. Ordered: the higher of two labels is that of both together.</summary>
public enum Sensitivity
{
    /// <summary>Nobody's secret, or nothing is known.</summary>
    Public = 0,

    /// <summary>For the people of the organisation.</summary>
    Internal,

    /// <summary>For those who need it.</summary>
    Confidential,

    /// <summary>For the few who are named.</summary>
    Restricted,
}
