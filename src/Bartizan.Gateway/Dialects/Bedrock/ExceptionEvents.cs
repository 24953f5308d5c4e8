using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads the exception with which an upstream ends its stream.</summary>
internal static class ExceptionEvents
{
    /// <summary>Inspects everything that it says.</summary>
    public static void Read(ref JsonCursor cursor, StreamTexts content)
    {
        content.AddLeaves(ref cursor, LeafStyle.Data);
        content.Report.Code = "upstream_error";
    }
}
