using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Bartizan.Core.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>
/// Asks one transmitter for security event tokens, again and again (RFC 8936). A token is acknowledged with the next question after its effect holds; what was
/// not acknowledged when this program ended comes again.
/// </summary>
internal sealed partial class PollWorker(SignalSource source, SignalIntake intake, ISignalInbox inbox, Func<string, string?> secrets, TimeProvider clock, ILogger<PollWorker> log) : BackgroundService
{
    // With tokens of the greatest length three fill a document of the fetcher's; then it is asked for fewer.
    private const int MostAtOnce = 16;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly List<string> _acks = [];
    private readonly Dictionary<string, SetError> _errors = new(StringComparer.Ordinal);
    private readonly PollToken _token = new(source, secrets, clock);
    private int _size = MostAtOnce;
    private TimeSpan _pause = source.Options.Every;
    private string? _problem = "";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var again = await AskAsync(stoppingToken);
                if (!again)
                {
                    await Task.Delay(_pause, clock, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A busy store must not end the asking.
                LogFailed(source.Options.Name, e.Message);
                await Task.Delay(LongestPause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Asks once; whether to ask again at once.</summary>
    internal async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        var (token, wrong) = await _token.GetAsync(cancellationToken);
        if (token is null)
        {
            return await FailAsync(wrong!, cancellationToken);
        }

        var body = Question();
        var sent = await source.Fetcher.PostAsync(new Uri(source.Options.Poll!), body, "Bearer " + token, cancellationToken);
        if (sent is not { Status: HttpStatusCode.OK, Json: { } bytes } || PollAnswer.Read(bytes, _size) is not { } answer)
        {
            _size = Math.Max(1, _size / 2);
            _token.Forget();
            return await FailAsync(sent is { Status: not HttpStatusCode.OK } refused ? $"It answers with status {(int)refused.Status}." : "It does not answer, or not with tokens.", cancellationToken);
        }

        _acks.Clear();
        _errors.Clear();
        _size = Math.Min(MostAtOnce, _size * 2);
        _pause = source.Options.Every;
        await ReportAsync(null, cancellationToken);
        foreach (var (id, set) in answer.Sets)
        {
            var (became, error) = await intake.TakeAsync(source, set, id, cancellationToken);
            if (error is not null)
            {
                _errors[id] = error;
            }
            else if (became == Intake.Taken)
            {
                _acks.Add(id);
            }
        }

        return _acks.Count + _errors.Count > 0;
    }

    private ByteArrayContent Question()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("maxEvents", _size);
            json.WriteBoolean("returnImmediately", true);
            json.WriteStartArray("ack");
            _acks.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteStartObject("setErrs");
            foreach (var (id, error) in _errors)
            {
                json.WriteStartObject(id);
                json.WriteString("err", error.Code);
                json.WriteString("description", error.Description);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        var content = new ByteArrayContent(buffer.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<bool> FailAsync(string problem, CancellationToken cancellationToken)
    {
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        await ReportAsync(problem, cancellationToken);
        return false;
    }

    // One write a change, and none a question.
    private async ValueTask ReportAsync(string? problem, CancellationToken cancellationToken)
    {
        if (problem == _problem)
        {
            return;
        }

        await inbox.ReportAsync(source.Options.Name, problem, cancellationToken);
        _problem = problem;
        if (problem is not null)
        {
            LogFailed(source.Options.Name, problem);
        }
    }

    [LoggerMessage(2050, LogLevel.Warning, "Signals of {Source} cannot be asked for: {Problem}")]
    private partial void LogFailed(string source, string problem);
}
