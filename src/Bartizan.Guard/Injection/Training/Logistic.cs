namespace Bartizan.Guard.Injection.Training;

/// <summary>
/// The logistic function from additions, multiplications and divisions alone, which IEEE 754 fixes to the bit: the platform's own
/// exponential may differ in the last place from one system to the next, and training would drift apart.
/// </summary>
internal static class Logistic
{
    private const double Ln2 = 0.69314718055994530942;

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Of(double x) => 1 / (1 + Exp(-x));

    /// <summary>e^x by e^x = 2^k e^r, |r| ≤ ln 2 / 2, and Taylor's series to the 13th term (relative error below 1e-15).</summary>
    public static double Exp(double x)
    {
        x = Math.Clamp(x, -700, 700);
        var k = Math.Floor((x / Ln2) + 0.5);
        var r = x - (k * Ln2);
        var sum = 1.0;
        for (var n = 13; n >= 1; n--)
        {
            sum = 1 + (r / n * sum);
        }

        return BitConverter.Int64BitsToDouble((long)(k + 1023) << 52) * sum;
    }
}
