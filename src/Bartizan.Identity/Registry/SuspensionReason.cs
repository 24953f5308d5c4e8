using Bartizan.Core.Results;
using Bartizan.Core.Text;

namespace Bartizan.Identity.Registry;

/// <summary>What a person says of why an agent is suspended or resumed.</summary>
public static class SuspensionReason
{
    /// <summary>The reason without space around it. Throws <see cref="InputException"/> when it cannot be one.</summary>
    public static string Read(string text) =>
        Reason.OneLine(text) ?? throw new InputException(new InputError($"The reason must have 1 to {Reason.Longest} characters on one line.", "Say in a sentence why."));
}
