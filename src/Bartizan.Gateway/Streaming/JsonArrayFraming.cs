using System.Buffers;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <summary>
/// A JSON array of objects that is sent as it grows. A frame is one element with what stands before it; the closing bracket is the last one, and
/// whatever follows it is not read. An element's own brackets are only counted here: the reader of its JSON refuses those that do not match.
/// </summary>
internal sealed class JsonArrayFraming : IStreamFraming
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\"u8);

    private Place _place = Place.BeforeArray;
    private int _scanned;
    private int _element;
    private int _depth;
    private bool _inString;

    private enum Place
    {
        BeforeArray,
        BeforeFirst,
        BeforeNext,
        AfterElement,
    }

    /// <inheritdoc/>
    public ReadOnlySpan<(int Start, int End)> Asides => [];

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> bytes, bool ended, out StreamFrame frame)
    {
        frame = default;
        while (_depth == 0 && _scanned < bytes.Length)
        {
            if (TakeSeparator(bytes[_scanned++]))
            {
                frame = new StreamFrame(_scanned) { Last = true };
                return true;
            }
        }

        if (_depth == 0 || !TryEndElement(bytes))
        {
            return false;
        }

        frame = new StreamFrame(_scanned) { DataOffset = _element, DataLength = _scanned - _element };
        (_place, _scanned) = (Place.AfterElement, 0);
        return true;
    }

    /// <inheritdoc/>
    public void Rebuild(ReadOnlySpan<byte> raw, in HeldEvent held, byte[] data, bool dropAsides, IBufferWriter<byte> output)
    {
        output.Write(raw[..held.Frame.DataOffset]);
        output.Write(data);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Closing(ReadOnlySpan<byte> rest) => [];

    /// <inheritdoc/>
    public byte[] Error(byte[] error, bool begun) => [begun ? (byte)',' : (byte)'[', .. error, (byte)']'];

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // Returns whether the array ends here.
    private bool TakeSeparator(byte next)
    {
        switch (next)
        {
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                return false;
            case (byte)'[' when _place == Place.BeforeArray:
                _place = Place.BeforeFirst;
                return false;
            case (byte)',' when _place == Place.AfterElement:
                _place = Place.BeforeNext;
                return false;
            case (byte)'{' when _place is Place.BeforeFirst or Place.BeforeNext:
                (_element, _depth) = (_scanned - 1, 1);
                return false;
            case (byte)']' when _place is Place.BeforeFirst or Place.AfterElement:
                return true;
            default:
                throw JsonRefusal.Field("It is no array of JSON objects.");
        }
    }

    private bool TryEndElement(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var found = bytes[_scanned..].IndexOfAny(_inString ? InString : Structure);
            if (found < 0)
            {
                _scanned = bytes.Length;
                return false;
            }

            _scanned += found;
            var escape = bytes[_scanned] == '\\';
            if (escape && _scanned + 1 == bytes.Length)
            {
                // Looked at again with the character that it escapes.
                return false;
            }

            switch (bytes[_scanned])
            {
                case (byte)'"':
                    _inString = !_inString;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)'}' or (byte)']':
                    _depth--;
                    break;
            }

            _scanned += escape ? 2 : 1;
            if (_depth == 0)
            {
                return true;
            }
        }
    }
}
