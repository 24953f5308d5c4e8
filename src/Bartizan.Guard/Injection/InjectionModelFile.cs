using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bartizan.Guard.Injection;

/// <summary>
/// The model file (<c>.btzm</c>): the magic <c>BTZM</c>, a format number and the header's length (little-endian 32-bit each), the header
/// as JSON, the three tables as bytes in which a zero is followed by how many more zeros follow it (0 to 255), and the SHA-256 of all
/// before it. Reading trusts nothing: a file that is cut off, too long, out of range or changed is refused.
/// </summary>
internal static class InjectionModelFile
{
    private const uint Magic = 0x4D5A5442;
    private const int Format = 3;
    private const int Prefix = 12;
    private const int LongestHeader = 1 << 16;
    private const int FewestBits = 8;
    private const int MostBits = 22;

    /// <summary>Writes a model: the same model gives the same bytes.</summary>
    public static byte[] Write(InjectionModel model)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(model.Header, InjectionModelJson.Default.InjectionModelHeader);
        using var file = new MemoryStream();
        Span<byte> prefix = stackalloc byte[Prefix];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], Format);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[8..], header.Length);
        file.Write(prefix);
        file.Write(header);
        var (userWhole, userWindow, dataWindow) = model.Tables();
        Pack(userWhole, file);
        Pack(userWindow, file);
        Pack(dataWindow, file);
        file.Write(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length)));
        return file.ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is no sound model.</exception>
    public static InjectionModel Read(ReadOnlySpan<byte> file)
    {
        Check(file.Length >= Prefix + SHA256.HashSizeInBytes, "it is too short");
        Check(BinaryPrimitives.ReadUInt32LittleEndian(file) == Magic, "it does not begin with BTZM");
        Check(BinaryPrimitives.ReadInt32LittleEndian(file[4..]) == Format, $"its format is not {Format}, the one this version reads");
        var body = file[..^SHA256.HashSizeInBytes];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, digest);
        Check(digest.SequenceEqual(file[^SHA256.HashSizeInBytes..]), "its digest does not fit its content: it was changed or cut off");

        var headerLength = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        Check(headerLength is > 0 and <= LongestHeader && headerLength <= body.Length - Prefix, "its header's length is wrong");
        var header = ReadHeader(body.Slice(Prefix, headerLength));
        var rest = body[(Prefix + headerLength)..];
        var userWhole = Unpack(ref rest, header.TableBits);
        var userWindow = Unpack(ref rest, header.TableBits);
        var dataWindow = Unpack(ref rest, header.TableBits);
        Check(rest.IsEmpty, "bytes follow the last table");
        return new InjectionModel(header, userWhole, userWindow, dataWindow, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static InjectionModelHeader ReadHeader(ReadOnlySpan<byte> json)
    {
        InjectionModelHeader? header;
        try
        {
            header = JsonSerializer.Deserialize(json, InjectionModelJson.Default.InjectionModelHeader);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The injection model cannot be used: its header is not sound ({e.Message}).", e);
        }

        Check(header is not null, "its header is null");
        Check(header!.TableBits is >= FewestBits and <= MostBits, $"its tables have 2^{header.TableBits} weights, not 2^{FewestBits} to 2^{MostBits}");
        Check(IsSound(header.UserWhole) && IsSound(header.UserWindow) && IsSound(header.DataWindow), "a head's scale or bias is out of range");
        Check(header.UserWindowAlone is <= 0 and > double.NegativeInfinity, "the margin of windows alone is above 0");
        Check(IsSound(header.User) && IsSound(header.Data), "a threshold is not between 0 and 1, or blocks below where it annotates");
        return header;
    }

    private static bool IsSound(InjectionHead? head) => head is not null && double.IsFinite(head.Scale) && head.Scale > 0 && double.IsFinite(head.Bias);

    private static bool IsSound(InjectionThresholds? thresholds) =>
        thresholds is { Annotate.Score: > 0, Block.Score: < 1 } && thresholds.Annotate.Score <= thresholds.Block.Score;

    private static void Pack(ReadOnlySpan<sbyte> table, MemoryStream file)
    {
        for (var i = 0; i < table.Length; i++)
        {
            file.WriteByte((byte)table[i]);
            if (table[i] != 0)
                continue;
            var more = 0;
            while (more < byte.MaxValue && i + 1 < table.Length && table[i + 1] == 0)
            {
                more++;
                i++;
            }

            file.WriteByte((byte)more);
        }
    }

    private static sbyte[] Unpack(ref ReadOnlySpan<byte> packed, int tableBits)
    {
        var table = new sbyte[1 << tableBits];
        var at = 0;
        for (var i = 0; i < table.Length; i++)
        {
            Check(at < packed.Length, "a table is cut off");
            table[i] = (sbyte)packed[at++];
            if (table[i] != 0)
                continue;
            Check(at < packed.Length, "a table is cut off");
            i += packed[at++];
            Check(i < table.Length, "a table is too long");
        }

        packed = packed[at..];
        return table;
    }

    private static void Check(bool sound, string otherwise)
    {
        if (!sound)
            throw new InvalidDataException($"The injection model cannot be used: {otherwise}.");
    }
}

[JsonSerializable(typeof(InjectionModelHeader))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
internal sealed partial class InjectionModelJson : JsonSerializerContext;
