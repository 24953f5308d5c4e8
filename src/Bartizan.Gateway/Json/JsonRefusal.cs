using System.Diagnostics.CodeAnalysis;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Json;

/// <summary>Leaves a reader from any depth when a message cannot be read safely; every reader turns it into a <see cref="ReadFailure"/> at its border.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "never leaves this assembly")]
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "made in one way only")]
internal sealed class JsonRefusal(string code, string message) : Exception(message)
{
    /// <summary>The failure it stands for.</summary>
    public ReadFailure Failure { get; } = new(code, message);

    /// <summary>A field that is missing or of the wrong kind.</summary>
    public static JsonRefusal Field(string message) => new(ReadFailure.InvalidField, message);

    /// <summary>A budget that is spent.</summary>
    public static JsonRefusal Budget(string message) => new(ReadFailure.TooLarge, message);
}
