using System.Diagnostics.CodeAnalysis;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Values;

/// <summary>Values by name; the order of the names has no meaning.</summary>
public sealed class CedarRecord : CedarValue
{
    private const int LinearUpTo = 8; // below, comparing each name is faster than hashing one

    private readonly KeyValuePair<string, CedarValue>[] _fields;
    private readonly Dictionary<string, CedarValue>? _lookup;
    private int _hash;

    /// <summary>Creates a record.</summary>
    /// <exception cref="ArgumentException">A name is given twice.</exception>
    public CedarRecord(IEnumerable<KeyValuePair<string, CedarValue>> fields)
    {
        _fields = fields as KeyValuePair<string, CedarValue>[] ?? [.. fields];
        if (_fields.Length > LinearUpTo)
        {
            _lookup = new Dictionary<string, CedarValue>(_fields, StringComparer.Ordinal);
        }
        else
        {
            RefuseDuplicates(_fields);
        }
    }

    /// <summary>The record without fields.</summary>
    public static CedarRecord Empty { get; } = new([]);

    /// <summary>How many fields.</summary>
    public int Count => _fields.Length;

    /// <summary>The fields in the order given.</summary>
    public IReadOnlyList<KeyValuePair<string, CedarValue>> Fields => _fields;

    /// <inheritdoc/>
    public override string TypeName => "a record";

    /// <summary>The value of a field, if there is one of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out CedarValue? value)
    {
        if (_lookup is not null)
        {
            return _lookup.TryGetValue(name, out value);
        }

        foreach (var field in _fields)
        {
            if (string.Equals(field.Key, name, StringComparison.Ordinal))
            {
                value = field.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not CedarRecord record || record.Count != Count)
        {
            return false;
        }

        foreach (var field in _fields)
        {
            if (!record.TryGet(field.Key, out var value) || !value.Equals(field.Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            var hash = 19;
            foreach (var field in _fields)
            {
                hash += HashCode.Combine(field.Key, field.Value); // order must not matter
            }

            _hash = HashCode.Combine(hash, _fields.Length); // mixed: sums of sums would let a hostile set of records aim for one bucket
        }

        return _hash;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{{{string.Join(", ", _fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{CedarText.Key(f.Key)}: {f.Value}"))}}}";

    private static void RefuseDuplicates(KeyValuePair<string, CedarValue>[] fields)
    {
        for (var i = 1; i < fields.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (string.Equals(fields[i].Key, fields[j].Key, StringComparison.Ordinal))
                {
                    throw new ArgumentException($"The field {fields[i].Key} is given twice.", nameof(fields));
                }
            }
        }
    }
}
