using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Streaming;

/// <summary>Inspects the whole arguments of a streamed call as a complete response's are: the leaves of the JSON, or the text when it is none.</summary>
internal sealed class CallInspection : IDisposable
{
    private readonly SegmentStore _store = new();
    private readonly byte[] _json;
    private readonly bool _isJson;

    public CallInspection(ReadOnlySpan<char> arguments)
    {
        _json = new byte[Encoding.UTF8.GetMaxByteCount(arguments.Length)];
        _json = _json[..Encoding.UTF8.GetBytes(arguments, _json)];
        _store.Begin(SegmentRole.ToolCall, Provenance.Model, "");
        _isJson = TryCollect();
        if (!_isJson)
        {
            _store.Restart();
            _store.Add(arguments, PieceKind.Text, 0, _json.Length);
        }

        _store.End();
        _store.Seal();
    }

    /// <summary>The text to inspect; empty when there is none.</summary>
    public ReadOnlyMemory<char> Text => _store.Count == 0 ? default : _store.Segments[0].Text;

    /// <summary>The arguments with the spans of <paramref name="findings"/> masked.</summary>
    public string Redact(List<Finding> findings, IMask mask)
    {
        var spans = MaskSpan.Merge([.. findings.Select(f => f with { Segment = 0 })], _store.Segments, mask);
        if (!_isJson)
        {
            var text = new StringBuilder(Text.ToString());
            for (var i = spans.Count - 1; i >= 0; i--)
            {
                text.Remove(spans[i].Start, spans[i].End - spans[i].Start).Insert(spans[i].Start, spans[i].Mask.Text);
            }

            return text.ToString();
        }

        var edits = new List<Edit>();
        var writer = new CutWriter(_json, _store.Arena);
        writer.WriteAll(PieceCut.Of(spans, _store), edits);
        return Encoding.UTF8.GetString(Edit.Apply(_json, edits));
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private bool TryCollect()
    {
        using var keys = new KeyLedger();
        try
        {
            var cursor = new JsonCursor(_json, keys);
            Leaves.Collect(ref cursor, _store, LeafStyle.Data);
            cursor.End();
            return true;
        }
        catch (Exception e) when (e is JsonException || e is JsonRefusal { Failure.Code: not ReadFailure.TooLarge })
        {
            return false;
        }
    }
}
