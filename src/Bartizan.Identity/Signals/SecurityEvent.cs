using System.Text.Json;

namespace Bartizan.Identity.Signals;

/// <summary>A security event token (RFC 8417) that was believed: one event about one subject.</summary>
/// <param name="Id"><c>jti</c>.</param>
/// <param name="Issued"><c>iat</c>.</param>
/// <param name="Type">The event type's URI.</param>
/// <param name="Said">What is told of the event.</param>
/// <param name="Subject"><c>sub_id</c> (RFC 9493).</param>
internal sealed record SecurityEvent(string Id, DateTimeOffset Issued, string Type, JsonElement Said, JsonElement Subject);
