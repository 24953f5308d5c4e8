using System.Text.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>A tool offered to the model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, a JSON string; undefined when it does not say.</param>
/// <param name="Schema">Its arguments as JSON Schema; undefined when it takes none.</param>
internal sealed record OfferedTool(string Name, JsonElement Description, JsonElement Schema);

/// <summary>Which tools the model may or must call.</summary>
internal enum ToolChoice
{
    /// <summary>The request does not say.</summary>
    Unsaid,

    /// <summary>As it likes.</summary>
    Auto,

    /// <summary>Some tool.</summary>
    Any,

    /// <summary>None.</summary>
    None,

    /// <summary>The one that is named.</summary>
    Named,
}

/// <summary>The answer is to be JSON.</summary>
/// <param name="Schema">Of this schema; undefined when any will do.</param>
/// <param name="Name">The schema's name, where it has one.</param>
internal sealed record AnswerFormat(JsonElement Schema, string? Name);
