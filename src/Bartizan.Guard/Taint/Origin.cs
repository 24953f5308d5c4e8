namespace Bartizan.Guard.Taint;

/// <summary>Where a value of a tool call can have come from, the better first: of several the worst counts.</summary>
public enum Origin
{
    /// <summary>It stands in the application's own instructions, or in what a tool declared trusted returned.</summary>
    Trusted,

    /// <summary>The user said it.</summary>
    User,

    /// <summary>It stands nowhere in the conversation: the model's own words.</summary>
    Model,

    /// <summary>It stands nowhere in what was sent, but the request refers to text that was not.</summary>
    Unknown,

    /// <summary>It stands, whole or in a part that matters, in text of unknown author, and nobody who may instruct said it.</summary>
    Untrusted,
}
