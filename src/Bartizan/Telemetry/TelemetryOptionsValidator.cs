using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Telemetry;

/// <summary>Checks the telemetry settings as a whole; each mistake names its setting and the fix.</summary>
internal static class TelemetryOptionsValidator
{
    private const int LongestName = 255;

    /// <summary>All mistakes, empty when the options are sound.</summary>
    public static IReadOnlyList<InputError> Validate(TelemetryOptions options)
    {
        var errors = new List<InputError>();
        if (options.Endpoint is { } endpoint)
        {
            ValidateEndpoint(endpoint, options.Headers.Count > 0, errors);
        }

        foreach (var (name, reference) in options.Headers)
        {
            if (name.Length is 0 or > 128 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                errors.Add(new($"telemetry.headers.{name}: it is not the name of a header.", "Use letters, digits, '-' and '_'."));
            }
            else if (CredentialReference.TryParse(reference) is null)
            {
                errors.Add(new($"telemetry.headers.{name}: it is not a reference.", "Write env:NAME or file:/path; a key itself never stands in configuration."));
            }
        }

        if (!(options.Sampling is >= 0 and <= 1))
        {
            errors.Add(new("telemetry.sampling: it must lie between 0 and 1.", "Write 1 to trace every exchange, 0.1 for one in ten."));
        }

        foreach (var (name, value) in options.Resource.Where(r => r.Key.Length is 0 or > LongestName || r.Value.Length is 0 or > LongestName))
        {
            errors.Add(new($"telemetry.resource.{name}: name and value must have 1 to {LongestName} characters.", "Shorten it, or leave it out."));
        }

        if (options.MetricInterval < TimeSpan.FromSeconds(1) || options.MetricInterval > TimeSpan.FromHours(1))
        {
            errors.Add(new("telemetry.metricInterval: it must lie between 1s and 1h.", "Write for example 1m."));
        }

        return errors;
    }

    private static void ValidateEndpoint(string endpoint, bool hasHeaders, List<InputError> errors)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            errors.Add(new("telemetry.endpoint: it is not an http or https address.", "Write for example http://127.0.0.1:4318."));
        }
        else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            errors.Add(new("telemetry.endpoint: it must have no user, query or fragment.", "Keep keys in telemetry.headers; leave the rest out."));
        }
        else if (url.Scheme == "http" && !url.IsLoopback && hasHeaders)
        {
            errors.Add(new($"telemetry.endpoint: the headers would travel unencrypted to {url.Host}.", "Use https, or send no headers."));
        }
    }
}
