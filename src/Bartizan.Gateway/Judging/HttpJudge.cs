using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials;
using Bartizan.Guard.Injection;

namespace Bartizan.Gateway.Judging;

/// <summary>A judge as compiled from what a person wrote: about what it is asked, what it is sent, and how its answer is read. Immutable.</summary>
public sealed class HttpJudge
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private readonly Uri _url;
    private readonly InjectedKey? _key;
    private readonly JudgeTemplate? _template;
    private readonly JsonPath? _score;

    private HttpJudge(JudgeOptions options, string? key)
    {
        Options = options;
        _url = new Uri(options.Url);
        _key = key is null ? null : new InjectedKey(options.KeyHeader, key, options.Credential!);
        _template = options.Request is { } request ? new JudgeTemplate(request) : null;
        _score = options.Score is { } score ? JsonPath.TryParse(score) : null;
    }

    /// <summary>What a person wrote.</summary>
    public JudgeOptions Options { get; }

    /// <summary>Makes one of options that were found sound, with its secret.</summary>
    /// <exception cref="InputException">The secret is not there.</exception>
    public static HttpJudge Compile(JudgeOptions options)
    {
        try
        {
            return new HttpJudge(options, options.Credential is { } reference ? CredentialReference.TryParse(reference)!.Resolve() : null);
        }
        catch (InputException e)
        {
            throw new InputException([.. e.Errors.Select(error => error with { What = $"guard.judge.credential: {error.What}" })]);
        }
    }

    /// <summary>The scores about which it is asked in exchanges of this agent with this model.</summary>
    internal JudgeBand BandOf(Principal principal, string model)
    {
        for (var i = 0; i < Options.Bands.Count; i++)
        {
            if (Options.Bands[i].For.Covers(principal, model))
            {
                return Options.Bands[i];
            }
        }

        return Options.Band;
    }

    /// <summary>The request that asks about a text. It holds nothing of the exchange but the text.</summary>
    internal HttpRequestMessage Ask(string text, InjectionChannel channel)
    {
        var body = _template?.Body(text) ?? ChatQuestion.Body(Options.Model, text, channel);
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Version = HttpVersion.Version11, Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _key?.Put(request);
        return request;
    }

    /// <summary>The score in an answer; null when it holds none.</summary>
    internal double? Read(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, Strict);
            return _score is null ? ChatQuestion.Score(document.RootElement) : _score.Find(document.RootElement) is { } value ? Mapped(value) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is how a text is refused whose escapes are halves of a character.
            return null;
        }
    }

    private static double? Mapped(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => ChatQuestion.Number(value),
    };
}
