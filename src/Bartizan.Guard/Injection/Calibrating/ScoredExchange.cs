using System.Text.Json.Serialization;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Injection.Calibrating;

/// <summary>The part of a recorded exchange that calibration needs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Verdict">What was done with it.</param>
/// <param name="Tags">The agent's tags; null when it had none.</param>
/// <param name="InjectionModel">The model that scored its texts; null when none did.</param>
/// <param name="Request">Texts of the request.</param>
/// <param name="Response">Texts of the response.</param>
public sealed record ScoredExchange(
    string Id,
    Verdict Verdict,
    IReadOnlyDictionary<string, string>? Tags,
    string? InjectionModel,
    IReadOnlyList<ScoredText>? Request,
    IReadOnlyList<ScoredText>? Response);

/// <summary>One text of it.</summary>
/// <param name="Role">What part of the conversation it is.</param>
/// <param name="Provenance">Whose words it holds.</param>
/// <param name="Digest">Its keyed digest: equal texts have equal ones.</param>
/// <param name="Injection">Its score in millionths; null when it was not judged.</param>
/// <param name="Findings">What was found in it.</param>
public sealed record ScoredText(SegmentRole Role, Provenance Provenance, string Digest, int? Injection, IReadOnlyList<ScoredLabel>? Findings);

/// <summary>A finding, as far as calibration needs it.</summary>
/// <param name="Label">Its label.</param>
public sealed record ScoredLabel(string Label);

/// <summary>How they stand in the event log.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScoredExchange))]
public sealed partial class ScoredExchangeJson : JsonSerializerContext;
