namespace Bartizan.Gateway.Dialects;

/// <summary>Why a message was not read: it is refused, not guessed at.</summary>
/// <param name="Code">Machine-readable: one of the constants of this type.</param>
/// <param name="Message">One sentence for people, with the place; never quotes the content.</param>
public sealed record ReadFailure(string Code, string Message)
{
    /// <summary>Not JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>Not UTF-8.</summary>
    public const string InvalidUtf8 = "invalid_utf8";

    /// <summary>Larger, deeper or with more parts than <see cref="DialectLimits"/> allow.</summary>
    public const string TooLarge = "message_too_large";

    /// <summary>The same key twice in one object: two readers could see two different messages.</summary>
    public const string DuplicateKey = "duplicate_key";

    /// <summary>A field is missing, or is of the wrong kind, so that the message's meaning is open.</summary>
    public const string InvalidField = "invalid_field";
}
