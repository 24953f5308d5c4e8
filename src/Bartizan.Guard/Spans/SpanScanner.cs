using Bartizan.Guard.Custom;
using Bartizan.Guard.Exfiltration;
using Bartizan.Guard.Hidden;
using Bartizan.Guard.Links;
using Bartizan.Guard.People;
using Bartizan.Guard.Personal;
using Bartizan.Guard.Secrets;

namespace Bartizan.Guard.Spans;

/// <summary>The detectors of an engine, in their order. Immutable.</summary>
internal sealed class SpanScanner
{
    private SpanScanner(GuardOptions options, bool nested)
    {
        var inner = nested ? null : new SpanScanner(options, nested: true);
        Detectors =
        [
            new TokenDetector(options.Canaries, inner is null ? null : new EncodedRuns(inner)),
            new PrivateKeyDetector(),
            new UrlPasswordDetector(),
            new PasswordDetector(),
            new EmailDetector(),
            new NumberDetector(),
            new PeopleDetector(),
            new LinkDetector(options.KnownHosts),
            new WebAddressDetector(options.KnownHosts),
            new HiddenTextDetector(inner),
            .. options.Entities.Count == 0 ? (SpanDetector[])[] : [new CustomDetector(options.Entities)],
        ];
    }

    /// <summary>The detectors.</summary>
    public IReadOnlyList<SpanDetector> Detectors { get; }

    /// <summary>Builds the scanner of an engine.</summary>
    public static SpanScanner Create(GuardOptions options) => new(options, nested: false);

    /// <summary>Builds one for what was decoded, which decodes nothing itself.</summary>
    public static SpanScanner CreateNested(GuardOptions options) => new(options, nested: true);

    /// <summary>Scans a whole text.</summary>
    public void ScanAll(ReadOnlySpan<char> text, List<Hit> hits)
    {
        foreach (var detector in Detectors)
        {
            var view = new SpanText(text, final: true);
            detector.Scan(ref view, 0, hits);
        }
    }
}
