namespace Bartizan.Gateway.Dialects;

/// <summary>Budgets of every reader; a message past one of them is refused.</summary>
public static class DialectLimits
{
    /// <summary>Bytes of a message.</summary>
    public const int BodyBytes = 32 * 1024 * 1024;

    /// <summary>Nested objects and arrays, also inside tool arguments.</summary>
    public const int Depth = 64;

    /// <summary>JSON tokens of a message.</summary>
    public const int Tokens = 2_000_000;

    /// <summary>Segments of a message.</summary>
    public const int Segments = 20_000;

    /// <summary>Keys of one object.</summary>
    public const int KeysPerObject = 1_024;

    /// <summary>Bytes of one event of a stream.</summary>
    public const int EventBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of a stream that may wait for their verdict.</summary>
    public const int HeldBytes = 16 * 1024 * 1024;

    /// <summary>Texts of one stream that grow event by event.</summary>
    public const int Channels = 512;

    /// <summary>Texts of one stream that come whole in an event.</summary>
    public const int WholeTexts = 4_096;

    /// <summary>UTF-16 units of a stream's texts, all together, that are kept for the record.</summary>
    public const int RecordedText = 4 * 1024 * 1024;
}
