using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Fields that the application sends in a request and that a response says again: in both they are the application's words.</summary>
internal static class ResponsesSettings
{
    private const int LongestId = 256;

    /// <summary>On a key: reads its value if it is one of these fields, else leaves the cursor where it is.</summary>
    public static bool TryRead(ref JsonCursor cursor, ItemTarget target)
    {
        if (cursor.Is("instructions"u8))
        {
            cursor.Read();
            Instructions(ref cursor, target);
        }
        else if (cursor.Is("tools"u8))
        {
            cursor.Read();
            target.Tools(ref cursor, Provenance.Trusted, "tools");
        }
        else if (cursor.Is("tool_choice"u8) || cursor.Is("text"u8))
        {
            var field = cursor.Text();
            cursor.Read();
            target.Value(ref cursor, new Speaker(SegmentRole.ToolDefinition, Provenance.Trusted), field, LeafStyle.Schema);
        }
        else if (cursor.Is("metadata"u8) || cursor.Is("user"u8) || cursor.Is("safety_identifier"u8))
        {
            var field = cursor.Text();
            cursor.Read();
            target.Value(ref cursor, Speaker.User, field);
        }
        else if (cursor.Is("prompt"u8))
        {
            cursor.Read();
            Prompt(ref cursor, target);
        }
        else if (cursor.Is("previous_response_id"u8) || cursor.Is("conversation"u8))
        {
            Reference(ref cursor, target);
        }
        else
        {
            return false;
        }

        return true;
    }

    // A response may say the stored prompt's messages here, as items.
    private static void Instructions(ref JsonCursor cursor, ItemTarget target)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            target.Text(ref cursor, Speaker.Application, "instructions");
            return;
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            ItemReader.Read(ref cursor, target, Paths.Item("instructions", i), proposed: false);
        }
    }

    // A template that the upstream keeps, and what goes into its gaps.
    private static void Prompt(ref JsonCursor cursor, ItemTarget target)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            target.Value(ref cursor, Speaker.User, "prompt");
            return;
        }

        target.Hides();
        while (cursor.NextKey())
        {
            if (!cursor.Is("variables"u8))
            {
                target.Field(ref cursor, "prompt", SegmentRole.User);
                continue;
            }

            cursor.Read();
            if (cursor.Token == JsonTokenType.StartObject)
            {
                Variables(ref cursor, target);
            }
            else
            {
                target.Value(ref cursor, Speaker.User, "prompt.variables");
            }
        }
    }

    private static void Variables(ref JsonCursor cursor, ItemTarget target)
    {
        cursor.EnterFreeForm();
        while (cursor.NextKey())
        {
            if (!Plain.IsWord(cursor.Raw))
            {
                target.Key(ref cursor, Speaker.User, "prompt.variables");
            }

            var field = Paths.Key(ref cursor, "prompt.variables");
            cursor.Read();
            PartReader.Read(ref cursor, target, field, Speaker.User);
        }

        cursor.LeaveFreeForm();
    }

    private static void Reference(ref JsonCursor cursor, ItemTarget target)
    {
        var field = cursor.Text();
        var ahead = cursor;
        ahead.ReadAhead();
        if (ahead.Token is not (JsonTokenType.Null or JsonTokenType.False) && !(ahead.Token == JsonTokenType.String && ahead.Raw.Length == 0))
        {
            target.Hides();
        }

        if (field == "conversation" && ConversationId(ahead) is { Length: > 0 and <= LongestId } id)
        {
            target.Continues(id);
        }

        if (ahead.Token == JsonTokenType.String)
        {
            target.Word(ref cursor, null, SegmentRole.Document);
            return;
        }

        cursor.Read();
        target.Value(ref cursor, Speaker.Unknown, field, LeafStyle.Figures);
    }

    // The id itself, or an object that has one.
    private static string? ConversationId(JsonCursor at) => at.Token switch
    {
        JsonTokenType.String => at.Text(),
        JsonTokenType.StartObject => Encoding.UTF8.GetString(at.PeekString("id"u8)),
        _ => null,
    };
}
