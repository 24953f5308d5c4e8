using Bartizan.Core.Tools;

namespace Bartizan.Testing.Stores;

/// <summary>Tool pins in memory.</summary>
public sealed class MemoryToolPins : IToolPinStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, string), ToolPin> _pins = [];
    private long _version = 1;

    /// <summary>Every pin there is.</summary>
    public IReadOnlyList<ToolPin> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _pins.Values.OrderBy(p => p.Server, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal)];
            }
        }
    }

    public ValueTask<IReadOnlyList<ToolPin>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult(All);

    public ValueTask<ToolPin?> FindAsync(string server, string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_pins.GetValueOrDefault((server, name)));
        }
    }

    public ValueTask<bool> SightAsync(ToolPin? before, ToolPin after, DateTimeOffset when, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pins.GetValueOrDefault((after.Server, after.Name)) != before)
            {
                return ValueTask.FromResult(false);
            }

            Save(after);
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<ToolPin?> ApproveAsync(string server, string name, string digest, string by, DateTimeOffset when, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Change(server, name, p => p.Seen.Digest != digest ? null : p with { State = ToolPinState.Approved, Reason = "", Approved = p.Seen, ApprovedBy = by, ApprovedAt = when }));

    public ValueTask<ToolPin?> SuspendAsync(string server, string name, string by, string reason, DateTimeOffset when, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Change(server, name, p => p with { State = ToolPinState.Suspended, Reason = reason }));

    public ValueTask<long> VersionAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Volatile.Read(ref _version));

    private ToolPin? Change(string server, string name, Func<ToolPin, ToolPin?> change)
    {
        lock (_gate)
        {
            var changed = _pins.TryGetValue((server, name), out var pin) ? change(pin) : null;
            if (changed is not null)
            {
                Save(changed);
            }

            return changed;
        }
    }

    private void Save(ToolPin pin)
    {
        _pins[(pin.Server, pin.Name)] = pin;
        _version++;
    }
}
