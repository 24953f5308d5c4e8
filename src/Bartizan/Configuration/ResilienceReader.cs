using Bartizan.Gateway.Configuration;

namespace Bartizan.Configuration;

/// <summary>Reads the sections <c>gateway.retries</c> and <c>gateway.circuit</c>.</summary>
internal static class ResilienceReader
{
    private const string Whole = "a whole number";

    public static RetryOptions Retries(YamlSection section)
    {
        var defaults = new RetryOptions();
        var retries = new RetryOptions
        {
            Attempts = section.Value("attempts", defaults.Attempts, Quantities.Count, Whole),
            FirstWait = section.Value("firstWait", defaults.FirstWait, Quantities.Duration, Quantities.DurationExpected),
            LongestWait = section.Value("longestWait", defaults.LongestWait, Quantities.Duration, Quantities.DurationExpected),
        };
        section.Close();
        return retries;
    }

    public static CircuitOptions Circuit(YamlSection section)
    {
        var defaults = new CircuitOptions();
        var circuit = new CircuitOptions
        {
            FailurePercent = section.Value("failurePercent", defaults.FailurePercent, Quantities.Count, Whole),
            Attempts = section.Value("attempts", defaults.Attempts, Quantities.Count, Whole),
            Within = section.Value("within", defaults.Within, Quantities.Duration, Quantities.DurationExpected),
            Rest = section.Value("rest", defaults.Rest, Quantities.Duration, Quantities.DurationExpected),
        };
        section.Close();
        return circuit;
    }
}
