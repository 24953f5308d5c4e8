using System.Globalization;
using Bartizan.Core.Results;
using Bartizan.Detect;
using Bartizan.Detect.Records;

namespace Bartizan.Commands.Detect;

/// <summary>Puts the events of files through a session; what cannot be read is said and passed over.</summary>
internal sealed class DetectRun(DetectEngine engine, Action<RuleMatch> report)
{
    private const int MostMessages = 20;

    private readonly DetectSession _session = new(engine, report);
    private readonly EventEnvelope _envelope = new();

    /// <summary>How many events were read.</summary>
    public long Count { get; private set; }

    /// <summary>How many could not be.</summary>
    public long Broken { get; private set; }

    public void Read(string file)
    {
        var name = Path.GetFileName(file);
        EventFile.Read(file, (buffer, offset, length, index) =>
        {
            Count++;
            var reference = new EventReference(name, index);
            if (!Take(buffer, offset, length, reference, exact: false) && !Take(buffer, offset, length, reference, exact: true) && Broken++ < MostMessages)
            {
                System.Console.Error.WriteLine(new InputError(
                    string.Create(CultureInfo.InvariantCulture, $"Event {index} is no JSON object, larger than {DetectSession.LargestEvent >> 20} MiB, or nested more than 128 levels deep."),
                    "The others are read all the same.",
                    file));
            }
        });
    }

    /// <summary>What correlations left out, in words; empty when nothing.</summary>
    public string LeftOut => string.Concat(
        Words(_session.Timeless, "matches have no time that is believed and were not correlated"),
        Words(_session.Late, "matches came too late to be correlated"),
        Words(_session.Evicted, "groups of correlations were given up for want of room"));

    /// <summary>No more events come: correlations that waited for earlier ones are reported.</summary>
    public void Complete() => _session.Complete();

    private static string Words(long count, string what) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {count} {what}");

    private bool Take(byte[] buffer, int offset, int length, EventReference reference, bool exact)
    {
        var (place, source, _) = _envelope.Open(buffer.AsSpan(offset, length), exact);
        var (start, size) = place.GetOffsetAndLength(length);
        return _session.Take(buffer, offset + start, size, reference, source);
    }
}
