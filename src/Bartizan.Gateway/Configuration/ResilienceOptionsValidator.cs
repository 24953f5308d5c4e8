using Bartizan.Core.Results;

namespace Bartizan.Gateway.Configuration;

/// <summary>Checks what a person wrote about retries, circuits and weights.</summary>
internal static class ResilienceOptionsValidator
{
    private const int MostWeight = 1_000;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(500);

    public static void Validate(GatewayOptions options, List<InputError> errors)
    {
        for (var i = 0; i < options.Upstreams.Count; i++)
        {
            Check(errors, $"gateway.upstreams[{i}].weight", options.Upstreams[i].Weight, 0, MostWeight);
        }

        Check(errors, "gateway.retries.attempts", options.Retries.Attempts, 1, 10);
        Check(errors, "gateway.retries.firstWait", options.Retries.FirstWait, TimeSpan.FromMilliseconds(1), Longest);
        Check(errors, "gateway.retries.longestWait", options.Retries.LongestWait, options.Retries.FirstWait, Longest);
        Check(errors, "gateway.circuit.failurePercent", options.Circuit.FailurePercent, 1, 100);
        Check(errors, "gateway.circuit.attempts", options.Circuit.Attempts, 2, 1_000_000);
        Check(errors, "gateway.circuit.within", options.Circuit.Within, ShortestPeriod, Longest);
        Check(errors, "gateway.circuit.rest", options.Circuit.Rest, ShortestPeriod, Longest);
    }

    private static void Check<T>(List<InputError> errors, string where, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add(new($"{where}: {value} is out of range.", $"Choose between {least} and {most}."));
        }
    }
}
