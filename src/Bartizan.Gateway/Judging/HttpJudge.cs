using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bartizan.Core.Hashing;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Guard.Injection;

namespace Bartizan.Gateway.Judging;

/// <summary>
/// Asks a model or classifier of the user's own about texts of which the injection model is not sure. Every way in which it can misbehave is a failure with
/// a reason: silence, an error, a redirect, too large an answer, an answer that is no score. Compiled; shared by all exchanges of a snapshot.
/// </summary>
public sealed class HttpJudge
{
    /// <summary>A longer text is not asked about.</summary>
    public const int LongestText = 32_768;

    /// <summary>Bytes of an answer that are read at most.</summary>
    public const int LargestAnswer = 64 << 10;

    // One for the process: compiled judges come and go with the configuration, connections need not.
    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler
    {
        // Text and key go to the configured address or nowhere.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
        MaxResponseDrainSize = LargestAnswer,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
    });

    private readonly Uri _url;
    private readonly AuthenticationHeaderValue? _key;
    private readonly JudgeTemplate? _template;
    private readonly JsonPath? _score;
    private readonly SemaphoreSlim _places;
    private readonly JudgeCache _cache = new();

    private HttpJudge(JudgeOptions options, string? key)
    {
        Options = options;
        _url = new Uri(options.Url);
        _key = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        _template = options.Request is { } request ? new JudgeTemplate(request) : null;
        _score = options.Score is { } score ? JsonPath.TryParse(score) : null;
        _places = new SemaphoreSlim(options.Concurrency);
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

    /// <summary>Whether it is asked about a text with such a score.</summary>
    public bool IsInBand(double score) => score >= Options.From && score < Options.To;

    /// <summary>Asks about one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="channel">Where it came from.</param>
    /// <param name="deadline">Ends the wait; who set it knows why.</param>
    internal async Task<JudgeAnswer> AskAsync(string text, InjectionChannel channel, CancellationToken deadline)
    {
        if (text.Length > LongestText)
        {
            return JudgeAnswer.Failed($"The text has {text.Length} characters; at most {LongestText} are sent to the judge.");
        }

        var key = KeyOf(text, channel);
        if (_cache.Find(key) is { } known)
        {
            return new JudgeAnswer(known, "");
        }

        try
        {
            await _places.WaitAsync(deadline);
            try
            {
                var answer = await SendAsync(text, channel, deadline);
                if (answer.Score is { } score)
                {
                    _cache.Add(key, score);
                }

                return answer;
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return JudgeAnswer.Failed("The judge did not answer in time.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return JudgeAnswer.Failed("The judge could not be reached, or broke off.");
        }
        catch (JsonException)
        {
            return JudgeAnswer.Failed("The judge's answer is not JSON.");
        }
    }

    private async Task<JudgeAnswer> SendAsync(string text, InjectionChannel channel, CancellationToken deadline)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Version = HttpVersion.Version11 };
        request.Content = new ByteArrayContent(_template?.Body(text) ?? ChatQuestion.Body(Options.Model, text, channel));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = _key;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await Client.SendAsync(request, deadline);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return JudgeAnswer.Failed($"The judge answered with status {(int)response.StatusCode}.");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(deadline);
        var buffer = new byte[LargestAnswer + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, deadline);
        if (length > LargestAnswer)
        {
            return JudgeAnswer.Failed($"The judge's answer is larger than {LargestAnswer >> 10} KiB.");
        }

        using var answer = JsonDocument.Parse(buffer.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 32 });
        var score = _score is null ? ChatQuestion.Score(answer.RootElement) : _score.Find(answer.RootElement) is { } value ? ChatQuestion.Number(value) : null;
        return score is null ? JudgeAnswer.Failed("The judge's answer holds no score from 0 to 1.") : new JudgeAnswer(score, "");
    }

    private static UInt128 KeyOf(string text, InjectionChannel channel)
    {
        Span<byte> hash = stackalloc byte[Sha256.Size];
        Sha256.Hash([(byte)channel], MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
