using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Topics;

namespace Bartizan.Guard.Jailbreaks;

/// <summary>
/// Finds conversations that climb: a harmless question about a dangerous subject, then turn by turn more of what the model itself said (the Crescendo attack of
/// Russinovich, Salem and Eldan 2024). No turn need be wrong by itself. The words are those of <c>content/patterns/crescendo.json</c>.
/// </summary>
internal static class Crescendo
{
    /// <summary>Turns of the user that are looked at, the last ones.</summary>
    public const int MostTurns = 12;

    private const int FewestTurns = 3;
    private const int FewestSteps = 2;

    // Of a turn so much is read: steps are short.
    private const int LongestText = 4096;

    private static readonly GuardOptions Everything = new();
    private static readonly TermIndex Words = Load();

    /// <summary>What a text holds.</summary>
    [Flags]
    private enum Signs
    {
        None = 0,
        Subjects = 1,
        References = 2,
        Steps = 4,
        Defences = 8,
        Refusals = 16,
    }

    /// <summary>Whether the conversation climbs with its last turn.</summary>
    public static bool Find(ReadOnlySpan<Segment> segments, out Climb climb)
    {
        climb = default;
        var last = TurnBefore(segments, segments.Length);

        // Most conversations end here: the last turn is read first, and few ask for more of what was said.
        if (last < 0 || TurnBefore(segments, last) < 0 || !IsStep(Of(segments[last])))
        {
            return false;
        }

        var (turns, steps, declined) = (1, 1, false);
        for (int at = last, before; turns < MostTurns && (before = TurnBefore(segments, at)) >= 0; at = before)
        {
            var signs = Of(segments[before]);
            if (before < at - 1)
            {
                declined |= Declines(segments[(before + 1)..at]);
                turns++;
            }

            if (signs.HasFlag(Signs.Subjects))
            {
                climb = new Climb(last, before, steps, declined);
            }

            steps += IsStep(signs) ? 1 : 0;
        }

        return turns >= FewestTurns && (climb.Steps >= FewestSteps || (climb.Steps > 0 && climb.Declined));
    }

    private static bool IsStep(Signs signs) => (signs & (Signs.References | Signs.Steps | Signs.Defences)) == (Signs.References | Signs.Steps);

    private static int TurnBefore(ReadOnlySpan<Segment> segments, int end)
    {
        while (--end >= 0 && segments[end] is not { Role: SegmentRole.User, Provenance: Provenance.User })
        {
        }

        return end;
    }

    private static bool Declines(ReadOnlySpan<Segment> between)
    {
        foreach (ref readonly var segment in between)
        {
            if (segment.Role == SegmentRole.Refusal || (segment.Role == SegmentRole.Assistant && Of(segment).HasFlag(Signs.Refusals)))
            {
                return true;
            }
        }

        return false;
    }

    private static Signs Of(in Segment segment)
    {
        var scan = Words.Open(segment.Index, Everything);
        scan.Append(segment.Text.Span[..Math.Min(segment.Text.Length, LongestText)]);
        scan.Complete();
        var signs = Signs.None;
        foreach (var finding in scan.Findings)
        {
            signs |= Enum.Parse<Signs>(finding.Label.AsSpan("topic.".Length), ignoreCase: true);
        }

        return signs;
    }

    private static TermIndex Load()
    {
        var content = GuardContent.Read<Content>("patterns/crescendo.json");
        return new TermIndex(
        [
            List(Signs.Subjects, content.Subjects), List(Signs.References, content.References), List(Signs.Steps, content.Steps),
            List(Signs.Defences, content.Defences), List(Signs.Refusals, content.Refusals),
        ]);
    }

    private static TermList List(Signs signs, string[] words) => new() { Name = signs.ToString().ToLowerInvariant(), Words = words, AtLeast = 1 };

    private sealed record Content(string[] Subjects, string[] References, string[] Steps, string[] Defences, string[] Refusals);
}

/// <summary>How a conversation climbs.</summary>
/// <param name="Last">Place of the user's last turn among the segments.</param>
/// <param name="Named">Place of the turn that first names a dangerous subject.</param>
/// <param name="Steps">Turns since then that ask for more of what was said.</param>
/// <param name="Declined">Whether the model declined in between.</param>
internal readonly record struct Climb(int Last, int Named, int Steps, bool Declined)
{
    /// <summary>0.7 for two steps, 0.1 for each one more and for having been declined, at most 0.9.</summary>
    public double Score => Math.Min(0.9, 0.5 + (0.1 * Steps) + (Declined ? 0.1 : 0));

    /// <summary>What it is, in a sentence.</summary>
    /// <param name="path">Where the turn stands that names the subject.</param>
    public string Reason(string path) => string.Create(
        CultureInfo.InvariantCulture,
        $"A conversation that climbs: since {path} names a dangerous subject, {Steps} {(Steps == 1 ? "turn asks" : "turns ask")} for more of what the model said{(Declined ? ", after it declined" : "")}.");
}
