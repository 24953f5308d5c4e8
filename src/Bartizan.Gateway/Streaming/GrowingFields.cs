using System.Text.Json;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <summary>
/// Fields without a rule of their own in the part of a stream that grows. Strings under one name grow together, whatever holds them: a secret cut
/// over two events is found in vendor fields too.
/// </summary>
internal static class GrowingFields
{
    /// <summary>The path of a field of a choice or block.</summary>
    internal delegate string PathOf(int index, string field);

    /// <summary>On a key of choice or block <paramref name="index"/>: reads its value. Words of the vocabulary pass as anywhere.</summary>
    public static void Member(ref JsonCursor cursor, StreamTexts content, int index, string? parent, Speaker speaker, PathOf pathOf)
    {
        if (Vocabulary.Has(cursor.Raw))
        {
            content.AddField(ref cursor);
            return;
        }

        var field = Paths.Key(ref cursor, parent);
        content.AddKey(ref cursor);
        cursor.Read();
        Value(ref cursor, content, index, field, speaker, pathOf);
    }

    /// <summary>Reads the value of a field.</summary>
    public static void Value(ref JsonCursor cursor, StreamTexts content, int index, string field, Speaker speaker, PathOf pathOf)
    {
        switch (cursor.Token)
        {
            case JsonTokenType.String when !Plain.IsHarmless(cursor.Raw):
                // Grown together with its neighbours it could look like a part of something else.
                content.AddExtra(ref cursor, PieceKind.Text);
                break;
            case JsonTokenType.String:
                var channel = content.Find(index, field);
                channel ??= content.Open(index, field, speaker.Role, speaker.Provenance, pathOf(index, field));
                content.AddText(ref cursor, channel);
                break;
            case JsonTokenType.Number:
                content.AddValue(ref cursor, vocabulary: false);
                break;
            case JsonTokenType.StartArray:
                while (cursor.NextItem())
                {
                    Value(ref cursor, content, index, field, speaker, pathOf);
                }

                break;
            case JsonTokenType.StartObject:
                cursor.EnterFreeForm();
                while (cursor.NextKey())
                {
                    Member(ref cursor, content, index, field, speaker, pathOf);
                }

                cursor.LeaveFreeForm();
                break;
        }
    }
}
