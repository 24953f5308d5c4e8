namespace Bartizan.Gateway.Translation;

/// <summary>The tool calls of a stream that are not whole yet, by their number in it.</summary>
internal sealed class PendingCalls : IDisposable
{
    private readonly SortedDictionary<long, PendingCall> _calls = [];

    /// <summary>How many there are.</summary>
    public int Count => _calls.Count;

    /// <summary>The call with this number; null when there is none.</summary>
    public PendingCall? Find(long number) => _calls.GetValueOrDefault(number);

    /// <summary>Begins a call, in place of one with the same number.</summary>
    public void Begin(long number, PendingCall call)
    {
        Find(number)?.Dispose();
        _calls[number] = call;
    }

    /// <summary>The call with this number is whole; if there is none, nothing happens.</summary>
    public void Close(long number, AnswerSink answer)
    {
        if (_calls.Remove(number, out var call))
        {
            using (call)
            {
                answer.Call(call.Close());
            }
        }
    }

    /// <summary>All of them are whole, in order of their numbers.</summary>
    public void CloseAll(AnswerSink answer)
    {
        foreach (var number in _calls.Keys.ToArray())
        {
            Close(number, answer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var call in _calls.Values)
        {
            call.Dispose();
        }
    }
}
