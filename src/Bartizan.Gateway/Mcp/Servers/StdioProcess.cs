using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>
/// One life of a started server: newline-delimited JSON-RPC both ways. Requests of many clients share it, so each gets a number of the gateway's own as its
/// id and its own id back with the answer. What nobody asked for is not passed on, and too much of it ends the process.
/// </summary>
internal sealed class StdioProcess : IAsyncDisposable
{
    private const int MostWaiting = 32;
    private const int MostPending = 1_024;
    private const int MostUnasked = 10_000;

    private static readonly byte[] NotOffered = Encoding.UTF8.GetBytes("\"error\":{\"code\":-32601,\"message\":\"The client does not offer this.\"}");

    private readonly ChildProcess _child;
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(MostWaiting);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<byte[]>> _pending = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _reading;
    private readonly Task _writing;
    private long _lastId;
    private int _unasked;

    public StdioProcess(ChildProcess child)
    {
        _child = child;
        _writing = WriteAsync();
        _reading = ReadAsync();
    }

    /// <summary>Whether it has ended, or is no longer listened to.</summary>
    public bool IsOver => _over.IsCancellationRequested;

    /// <summary>The process's id.</summary>
    public int Id => _child.Id;

    /// <summary>Sends a request and waits for its answer, which has the request's own id again; null when the process ends first.</summary>
    /// <param name="body">The message.</param>
    /// <param name="id">Where its id stands.</param>
    /// <param name="token">Ends the wait, and tells the server to give up.</param>
    public async Task<byte[]?> AskAsync(ReadOnlyMemory<byte> body, Extent id, CancellationToken token)
    {
        var number = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_pending.Count >= MostPending || !_pending.TryAdd(number, answer))
        {
            return null;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, _over.Token);
        try
        {
            await _outgoing.Writer.WriteAsync(Line(Spliced(body.Span, id, Number(number))), either.Token);
            var line = await answer.Task.WaitAsync(either.Token);
            return Spliced(line, IdOf(line), body.Span[id.Start..id.End]);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            if (!IsOver)
            {
                Tell(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{{\"requestId\":{number}}}}}")));
            }

            token.ThrowIfCancellationRequested();
            return null;
        }
        finally
        {
            _pending.TryRemove(number, out _);
        }
    }

    /// <summary>Sends a notification; one for which there is no room is lost, as notifications may be.</summary>
    public void Tell(ReadOnlySpan<byte> body) => _outgoing.Writer.TryWrite(Line(body.ToArray()));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _outgoing.Writer.TryComplete();
        await _child.DisposeAsync();
        await Task.WhenAll(_reading, _writing);
        _over.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var line in _outgoing.Reader.ReadAllAsync(_over.Token))
            {
                await _child.Input.WriteAsync(line, _over.Token);
                await _child.Input.FlushAsync(_over.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            await _over.CancelAsync();
        }
    }

    private async Task ReadAsync()
    {
        var reader = PipeReader.Create(_child.Output);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(_over.Token);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    Take(buffer.Slice(0, end).ToArray());
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }

                if (read.IsCompleted || buffer.Length > DialectLimits.EventBytes || _unasked > MostUnasked)
                {
                    break;
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It ended, or was ended.
        }

        await reader.CompleteAsync();
        await _over.CancelAsync();
    }

    private void Take(byte[] line)
    {
        using var reading = McpReading.OfServer(line);
        var message = reading is { Failure: null, IsBatch: false } ? reading.Messages[0] : null;
        if (message is { Kind: McpKind.Result or McpKind.Error, Id: { } id }
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && _pending.TryGetValue(number, out var waiting))
        {
            _unasked = 0;
            waiting.TrySetResult(line);
            return;
        }

        _unasked++;
        if (message is { Kind: McpKind.Request, Id: { } asked })
        {
            var answer = message.Method == "ping" ? "\"result\":{}"u8 : NotOffered;
            Tell([.. "{\"jsonrpc\":\"2.0\",\"id\":"u8, .. Encoding.UTF8.GetBytes(asked), (byte)',', .. answer, (byte)'}']);
        }
    }

    private static Extent IdOf(byte[] line)
    {
        using var reading = McpReading.OfServer(line);
        return reading.Messages[0].IdBytes;
    }

    private static byte[] Number(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static byte[] Spliced(ReadOnlySpan<byte> body, Extent at, ReadOnlySpan<byte> replacement) => [.. body[..at.Start], .. replacement, .. body[at.End..]];

    // A line break can only stand between JSON tokens, where a space says the same.
    private static byte[] Line(byte[] body)
    {
        var line = new byte[body.Length + 1];
        body.CopyTo(line, 0);
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        line[^1] = (byte)'\n';
        return line;
    }
}
