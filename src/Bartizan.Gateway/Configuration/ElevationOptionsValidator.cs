using Bartizan.Core.Results;

namespace Bartizan.Gateway.Configuration;

/// <summary>Checks what a person wrote about asking people.</summary>
internal static class ElevationOptionsValidator
{
    private const int MostWaiting = 1_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Adds every mistake.</summary>
    public static void Validate(ElevationOptions options, List<InputError> errors)
    {
        if (options.Wait < Shortest || options.Wait > Longest)
        {
            errors.Add(new("elevation.wait: it must lie between 1m and 168h.", "Write for example 1h."));
        }

        if (options.Console is { } console && !(Uri.TryCreate(console, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            errors.Add(new("elevation.console: it is no address.", "Write the one that people open, such as https://bartizan.example.com."));
        }

        if (options.Automatic is < 0 or > MostWaiting)
        {
            errors.Add(new($"elevation.automatic: it must lie between 0 and {MostWaiting}.", "Write for example 20 an hour, or 0 so that only people approve."));
        }

        if (options.Waiting is < 1 or > MostWaiting)
        {
            errors.Add(new($"elevation.waiting: it must lie between 1 and {MostWaiting}.", "Write for example 20."));
        }
    }
}
