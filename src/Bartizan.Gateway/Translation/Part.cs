using System.Text.Json;

namespace Bartizan.Gateway.Translation;

/// <summary>A piece of what somebody says. Its values are elements of a document that must outlive it: text keeps the escapes it came with.</summary>
internal abstract record Part;

/// <summary>Words.</summary>
/// <param name="Text">A JSON string.</param>
internal sealed record TextPart(JsonElement Text) : Part;

/// <summary>A picture.</summary>
/// <param name="MediaType">Its type, when <paramref name="Data"/> is the picture in base64; null when it is an address.</param>
/// <param name="Data">The picture, or where it is.</param>
internal sealed record ImagePart(string? MediaType, string Data) : Part;

/// <summary>The model calls a tool.</summary>
/// <param name="Id">What its result names it by.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">A JSON object.</param>
internal sealed record CallPart(string Id, string Name, JsonElement Arguments) : Part;

/// <summary>What a tool returned.</summary>
/// <param name="CallId">The call that it answers.</param>
/// <param name="Name">The tool.</param>
/// <param name="Content">Words and pictures.</param>
/// <param name="Failed">Whether the tool says that it failed.</param>
internal sealed record ResultPart(string CallId, string Name, IReadOnlyList<Part> Content, bool Failed) : Part;
