using Bartizan.Core.Results;

namespace Bartizan.Gateway.Configuration;

/// <summary>Checks what a person wrote about reversible masking.</summary>
internal static class MaskingOptionsValidator
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Adds every mistake.</summary>
    public static void Validate(MaskingOptions options, List<InputError> errors)
    {
        if (options.Keep < Shortest || options.Keep > Longest)
        {
            errors.Add(new("masking.keep: it must lie between 1m and 8760h.", "Write for example 24h."));
        }
    }
}
