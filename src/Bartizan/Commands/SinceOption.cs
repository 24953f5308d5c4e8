using Bartizan.Configuration;
using Bartizan.Core.Results;

namespace Bartizan.Commands;

/// <summary>The option <c>--since</c> of commands that read what was recorded.</summary>
internal static class SinceOption
{
    /// <summary>The moment that it names; the beginning of time without one.</summary>
    /// <exception cref="InputException">It is no length of time.</exception>
    public static DateTimeOffset Read(string? text) => text is null ? DateTimeOffset.MinValue
        : Quantities.Duration(text) is { } age ? TimeProvider.System.GetUtcNow() - age
        : throw new InputException(new InputError($"--since {text} is not understood.", $"Write {Quantities.DurationExpected}, or 7d."));
}
