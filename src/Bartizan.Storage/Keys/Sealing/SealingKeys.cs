using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;

namespace Bartizan.Storage.Keys.Sealing;

/// <summary>A data key, for people.</summary>
/// <param name="Id">Its number, which stands in what it sealed.</param>
/// <param name="Source">Where the key is that wraps it.</param>
/// <param name="Created">When it was made.</param>
public sealed record SealingKey(int Id, string Source, DateTimeOffset Created);

/// <summary>What people do with the keys that seal the store.</summary>
public sealed class SealingKeys
{
    private readonly StoreWriter _writer;
    private readonly DataKeys _keys;
    private readonly KeyFolder _folder;
    private readonly IIdSource _ids;

    internal SealingKeys(StoreWriter writer, DataKeys keys, KeyFolder folder, IIdSource ids) => (_writer, _keys, _folder, _ids) = (writer, keys, folder, ids);

    /// <summary>All data keys, the oldest first.</summary>
    public IReadOnlyList<SealingKey> List() => [.. _keys.Rows().Select(r => new SealingKey(r.Id, r.Source, SqliteTime.FromMicroseconds(r.Created)))];

    /// <summary>
    /// Wraps every data key under another key-encryption key and adds a new data key; what is sealed stays as it is and opens as before. A crash leaves either
    /// the one or the other.
    /// </summary>
    /// <param name="source">Where the new key-encryption key is; null for a new one in the store's own folder.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="when">When.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">The old key or the new one is not there, or is none.</exception>
    public async Task<SealingKey> RotateAsync(string? source, string by, DateTimeOffset when, CancellationToken cancellationToken)
    {
        var next = source ?? KeySource.NewOwn(_folder, NextOwn());
        IReadOnlyList<string> before = [];
        await _writer.RunAsync(
            scope =>
            {
                (var wrapped, before) = _keys.Rewrap(scope.Connection, next, when);
                scope.Append(EventFacts.Record(_ids, "store", "sealing.key-rotated", when, new { from = before, to = next, wrapped, by }));
                return true;
            },
            cancellationToken);
        _keys.Refresh();
        foreach (var old in before.Where(b => b != next).Select(KeySource.OwnName).OfType<string>())
        {
            _folder.Delete(old);
        }

        return List()[^1];
    }

    private int NextOwn()
    {
        var number = _keys.Rows().Max(r => r.Id) + 1;
        while (_folder.Has($"seal-{number}.key"))
        {
            number++;
        }

        return number;
    }
}
