using System.Text.Json;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>
/// Reads the responses of a stream, each of which carries on where the last one stopped. As events they have no last one: the stream may end
/// once every candidate seen has a finish reason, or the prompt was blocked, or an error was said.
/// </summary>
internal sealed class GeminiStream(StreamShape shape) : IStreamDialect
{
    private readonly HashSet<int> _open = [];
    private readonly Dictionary<int, int> _stopped = [];
    private readonly HashSet<int> _inEvent = [];
    private bool _over;

    /// <inheritdoc/>
    public bool MayEnd => shape == StreamShape.Events && (_over || (_open.Count == 0 && _stopped.Count > 0));

    /// <inheritdoc/>
    public bool IsLastWord(ReadOnlySpan<byte> data) => false;

    /// <inheritdoc/>
    public byte[] StreamError(string code, string message, string exchangeId) => shape == StreamShape.Events
        ? GeminiErrors.Events(code, message, exchangeId)
        : GeminiErrors.Body(StreamStatus.Of(code), code, message, exchangeId);

    /// <inheritdoc/>
    public bool ReadEvent(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("A response must be a JSON object.");
        }

        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            switch (fields.Take(ref cursor))
            {
                case GeminiField.Candidates:
                    cursor.Read();
                    Candidates(ref cursor, content);
                    break;
                case GeminiField.UsageMetadata:
                    cursor.Read();
                    content.Report.Usage = GeminiUsage.Read(ref cursor, content, content.Report.Usage);
                    break;
                case GeminiField.PromptFeedback:
                    cursor.Read();
                    PromptFeedback(ref cursor, content);
                    break;
                case GeminiField.Error:
                    content.Report.Code = "upstream_error";
                    _over = true;
                    content.AddField(ref cursor);
                    break;
                default:
                    content.AddField(ref cursor);
                    break;
            }
        }

        return false;
    }

    private void Candidates(ref JsonCursor cursor, StreamTexts content)
    {
        _inEvent.Clear();
        var list = cursor.Token == JsonTokenType.StartArray;
        for (var place = 0; list ? cursor.NextItem() : place == 0; place++)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                content.AddLeaves(ref cursor, LeafStyle.Data);
                continue;
            }

            // Texts of two candidates in one channel would hide what each of them says.
            var index = cursor.PeekInteger("index"u8) ?? place;
            if (index is < 0 or >= DialectLimits.Channels || !_inEvent.Add((int)index))
            {
                throw JsonRefusal.Field("Candidates cannot be told apart.");
            }

            Candidate(ref cursor, content, (int)index);
        }
    }

    private void Candidate(ref JsonCursor cursor, StreamTexts content, int index)
    {
        string? reason = null;
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            switch (fields.Take(ref cursor))
            {
                case GeminiField.Content:
                    cursor.Read();
                    GeminiStreamContent.Read(ref cursor, content, index);
                    break;
                case GeminiField.FinishReason:
                    reason = content.AddWord(ref cursor);
                    break;
                case GeminiField.LogprobsResult:
                    cursor.Read();
                    GeminiStreamContent.Logprobs(ref cursor, content, index);
                    break;
                case GeminiField.AvgLogprobs or GeminiField.SafetyRatings:
                    Figures(ref cursor, content);
                    break;
                case GeminiField.GroundingMetadata or GeminiField.CitationMetadata or GeminiField.UrlContextMetadata:
                    content.AddField(ref cursor);
                    break;
                default:
                    GeminiStreamContent.Unknown(ref cursor, content, index);
                    break;
            }
        }

        if (!string.IsNullOrEmpty(reason))
        {
            Stop(content.Report.StopReasonList, index, reason);
        }
        else if (!_stopped.ContainsKey(index))
        {
            _open.Add(index);
        }
    }

    private void PromptFeedback(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddValue(ref cursor, vocabulary: false);
            return;
        }

        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            switch (fields.Take(ref cursor))
            {
                case GeminiField.BlockReason:
                    if (content.AddWord(ref cursor) is { Length: > 0 } reason)
                    {
                        content.Report.StopReasonList.Add(reason);
                        _over = true;
                    }

                    break;
                case GeminiField.SafetyRatings:
                    Figures(ref cursor, content);
                    break;
                default:
                    content.AddField(ref cursor);
                    break;
            }
        }
    }

    // Some models give a reason in every response; the last one counts.
    private void Stop(List<string> reasons, int index, string reason)
    {
        _open.Remove(index);
        if (_stopped.TryGetValue(index, out var place))
        {
            reasons[place] = reason;
        }
        else
        {
            _stopped.Add(index, reasons.Count);
            reasons.Add(reason);
        }
    }

    private static void Figures(ref JsonCursor cursor, StreamTexts content)
    {
        cursor.Read();
        content.AddLeaves(ref cursor, LeafStyle.Figures);
    }
}
