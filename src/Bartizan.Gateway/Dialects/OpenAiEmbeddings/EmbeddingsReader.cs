using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiEmbeddings;

/// <summary>Reads the bodies of embeddings requests and responses.</summary>
internal static class EmbeddingsReader
{
    /// <summary>Walks the whole request.</summary>
    public static void Request(ref JsonCursor cursor, RequestReading reading, bool modelInPath)
    {
        RequireObject(ref cursor);
        var input = false;
        while (cursor.NextKey())
        {
            if (cursor.Is("input"u8))
            {
                cursor.Read();
                Input(ref cursor, reading.Store);
                input = true;
            }
            else if (cursor.Is("model"u8))
            {
                cursor.Read();
                reading.Model = RequestFields.Model(ref cursor);
            }
            else if (cursor.Is("user"u8))
            {
                cursor.Read();
                Leaves.Composite(ref cursor, reading.Store, SegmentRole.User, Provenance.User, "user");
            }
            else
            {
                RequestFields.Unknown(ref cursor, reading.Store);
            }
        }

        RequestFields.Require(modelInPath || reading.Model.Length > 0, "model");
        RequestFields.Require(input, "input");
    }

    /// <summary>Walks the whole response.</summary>
    public static void Response(ref JsonCursor cursor, ResponseReading reading)
    {
        RequireObject(ref cursor);
        while (cursor.NextKey())
        {
            if (cursor.Is("data"u8))
            {
                cursor.Read();
                Vectors(ref cursor, reading.Store);
            }
            else if (cursor.Is("usage"u8))
            {
                cursor.Read();
                reading.Usage = UsageFields.Read(ref cursor, reading.Store, "prompt_tokens"u8, default, default);
            }
            else
            {
                Leaves.Field(ref cursor, reading.Store, null, SegmentRole.Assistant);
            }
        }
    }

    private static void Input(ref JsonCursor cursor, SegmentStore store)
    {
        if (cursor.Token == JsonTokenType.StartArray)
        {
            for (var i = 0; cursor.NextItem(); i++)
            {
                Text(ref cursor, store, Paths.Item("input", i));
            }
        }
        else
        {
            Text(ref cursor, store, "input");
        }
    }

    private static void Text(ref JsonCursor cursor, SegmentStore store, string path)
    {
        if (cursor.Token != JsonTokenType.String)
        {
            throw JsonRefusal.Field($"{path} must be text: token ids cannot be inspected.");
        }

        Leaves.Text(ref cursor, store, SegmentRole.User, Provenance.User, path);
    }

    private static void Vectors(ref JsonCursor cursor, SegmentStore store)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Assistant, "data");
            return;
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            var path = Paths.Item("data", i);
            if (cursor.Token != JsonTokenType.StartObject)
            {
                Leaves.Generic(ref cursor, store, SegmentRole.Assistant, path);
                continue;
            }

            while (cursor.NextKey())
            {
                if (cursor.Is("embedding"u8))
                {
                    cursor.Read();
                    Vector(ref cursor, store, Paths.Member(path, "embedding"));
                }
                else
                {
                    Leaves.Field(ref cursor, store, path, SegmentRole.Assistant);
                }
            }
        }
    }

    // Numbers, or numbers in base64: no words. What is neither is inspected.
    private static void Vector(ref JsonCursor cursor, SegmentStore store, string path)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            Leaves.Payload(ref cursor, store, SegmentRole.Assistant, Provenance.Untrusted, path);
            return;
        }

        while (cursor.NextItem())
        {
            if (cursor.Token != JsonTokenType.Number || !Plain.IsCount(cursor.Raw))
            {
                Leaves.Generic(ref cursor, store, SegmentRole.Assistant, path);
            }
        }
    }

    private static void RequireObject(ref JsonCursor cursor)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }
    }
}
