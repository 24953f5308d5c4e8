using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Masking;

namespace Bartizan.Gateway.Masking;

/// <summary>What an exchange knows of its session's tokens, and what it did with them. Used by one exchange.</summary>
internal sealed class ExchangeMasking
{
    /// <summary>The client as a destination.</summary>
    public const string Client = "client";

    private static readonly SearchValues<char> Structural =
        SearchValues.Create(['"', '\\', '\u007F', '\u0085', '\u2028', '\u2029', .. Enumerable.Range(0, 0x20).Select(c => (char)c)]);

    private readonly Dictionary<(string Label, string Value), MaskedValue> _byValue = [];
    private readonly Dictionary<string, MaskedValue> _byToken = [];
    private readonly HashSet<string> _restorable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _tokenised = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Destination, string Label), int> _restored = [];
    private TokenIndex? _tokens;

    /// <summary>Takes what the store knows of the session.</summary>
    public ExchangeMasking(SessionName name, MaskingSession? known)
    {
        Name = name;
        Adopt(known);
    }

    /// <summary>The session's name.</summary>
    public SessionName Name { get; }

    /// <summary>The session, once there is one.</summary>
    public MaskingSession? Session { get; private set; }

    /// <summary>Every value of the session that this exchange knows of.</summary>
    public IReadOnlyCollection<MaskedValue> Values => _byToken.Values;

    /// <summary>Looks for the session's tokens; null when it has none.</summary>
    public TokenIndex? Tokens => _byToken.Count == 0 ? null : _tokens ??= TokenIndex.OfTokens(_byToken.Values);

    /// <summary>Takes over a session as the store has it now. Of one that has ended meanwhile nothing is left.</summary>
    public void Adopt(MaskingSession? known)
    {
        if (Session is not null && known?.Key.AsSpan().SequenceEqual(Session.Key) != true)
        {
            _byValue.Clear();
            _byToken.Clear();
            _tokens = null;
        }

        Session = known;
        foreach (var value in known?.Values ?? [])
        {
            Add(value);
        }
    }

    /// <summary>The value's entry, or null when it has no token yet.</summary>
    public MaskedValue? Find(string label, string value) => _byValue.GetValueOrDefault((label, value));

    /// <summary>Whether a token is taken.</summary>
    public bool Has(string token) => _byToken.ContainsKey(TokenText.Canonical(token));

    /// <summary>Adds a value that got its token in this exchange.</summary>
    public void Add(MaskedValue value)
    {
        _byValue.TryAdd((value.Label, value.Value), value);
        _byToken[TokenText.Canonical(value.Token)] = value;
        _tokens = null;
    }

    /// <summary>Notes that a value's token stands in the request.</summary>
    public void CountTokenised(MaskedValue value)
    {
        _restorable.Add(value.Token);
        _tokenised[value.Label] = _tokenised.GetValueOrDefault(value.Label) + 1;
    }

    /// <summary>
    /// Whether this exchange could restore a token in a text of this role at all. In a session that was named, any of the session's tokens. In one that
    /// was guessed from how the conversation begins, only those whose values the client itself sent in this request: another who begins alike gains nothing.
    /// Reasoning stays as the model wrote it, for it may be signed. What stands in an address would be sent wherever it leads, as soon as somebody
    /// shows the answer; a tool's arguments are that tool's affair.
    /// </summary>
    public bool MayRestore(in TokenMatch match, SegmentRole role) =>
        (Name.Given || _restorable.Contains(match.Value.Token)) && role != SegmentRole.Reasoning && !(match.InAddress && role != SegmentRole.ToolCall);

    /// <summary>
    /// Whether a value may stand in a tool's arguments: never one with a quote, a backslash or a control character, which could end the string that
    /// a tool finds it in, JSON inside the arguments included.
    /// </summary>
    public bool MayStandInCall(Finding token) => !ValueOf(token).AsSpan().ContainsAny(Structural);

    /// <summary>The value that a token stands for.</summary>
    public string ValueOf(Finding token) => _byToken[TokenText.Canonical(token.Token!)].Value;

    /// <summary>JSON with every token's value in its place: never sent anywhere, only looked at, because tokens stand in no text that a client sent.</summary>
    public string Reveal(string json)
    {
        if (Tokens is not { } index)
        {
            return json;
        }

        var text = new StringBuilder(json.Length);
        var at = 0;
        foreach (var match in TokenScan.All(index, json))
        {
            text.Append(json.AsSpan(at, match.Start - at)).Append(JsonEncodedText.Encode(match.Value.Value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
            at = match.End;
        }

        return text.Append(json.AsSpan(at)).ToString();
    }

    /// <summary>Notes that a value stands again for a destination.</summary>
    public void CountRestored(string destination, Finding token)
    {
        var key = (destination, token.Label);
        _restored[key] = _restored.GetValueOrDefault(key) + 1;
    }

    /// <summary>The answer was refused after all, so that nobody got anything.</summary>
    public void ForgetRestored() => _restored.Clear();

    /// <summary>What is recorded of it, or null when nothing happened.</summary>
    public MaskingRecord? Record() => _tokenised.Count == 0 && _restored.Count == 0 ? null : new MaskingRecord
    {
        Session = Name.Id[..16],
        Tokenised = [.. _tokenised.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new TokenisedCount(t.Key, t.Value))],
        Restored = [.. _restored.OrderBy(r => r.Key).Select(r => new RestoredCount(r.Key.Destination, r.Key.Label, r.Value))],
    };
}
