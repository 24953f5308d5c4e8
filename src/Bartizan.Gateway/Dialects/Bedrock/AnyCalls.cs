using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Finds tool calls in a format without a reader of its own: an object with a name and arguments is one, whatever it is called.</summary>
internal static class AnyCalls
{
    private static readonly string[] Arguments = ["arguments", "input", "parameters", "args"];
    private static readonly string[] Holders = ["tool_calls", "toolUse", "tool_use", "function_call", "functionCall"];

    /// <summary>Adds the calls in <paramref name="json"/>, the value of the member <paramref name="member"/>, whose text is in segment <paramref name="segment"/>.</summary>
    public static void Find(ReadOnlySpan<byte> json, string member, int segment, List<ProposedToolCall> calls)
    {
        if (json[0] is not ((byte)'{' or (byte)'['))
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DialectLimits.Depth });
            using var document = JsonDocument.ParseValue(ref reader);
            Find(document.RootElement, segment, calls, Holders.Contains(member));
        }
        catch (InvalidOperationException)
        {
            throw JsonRefusal.Field("A name or a string holds half of a surrogate pair, so nobody can tell whether it is a call.");
        }
    }

    /// <summary>Refuses an event that begins a call: in pieces of an unknown form nobody can tell when it is whole, and so ask policy in time.</summary>
    public static void Refuse(ReadOnlySpan<byte> json)
    {
        var calls = new List<ProposedToolCall>();
        Find(json, "", -1, calls);
        if (calls.Count > 0)
        {
            throw JsonRefusal.Field("It calls a tool in a form that only its vendor knows; ask with converse-stream instead.");
        }
    }

    private static void Find(JsonElement value, int segment, List<ProposedToolCall> calls, bool held)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Find(item, segment, calls, held);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            if (TryRead(value, segment, held) is { } call)
            {
                calls.Add(call);
            }

            foreach (var member in value.EnumerateObject())
            {
                Find(member.Value, segment, calls, Holders.Contains(member.Name));
            }
        }
    }

    private static ProposedToolCall? TryRead(JsonElement value, int segment, bool held)
    {
        var arguments = Array.Find(Arguments, name => value.TryGetProperty(name, out _));
        return value.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && (held || arguments is not null)
            ? new ProposedToolCall(
                Text(value, "id") ?? Text(value, "toolUseId") ?? "",
                name.GetString()!,
                arguments is null ? "" : Text(value, arguments) ?? value.GetProperty(arguments).GetRawText(),
                segment)
            : null;
    }

    private static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
