using System.Globalization;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Instances;

/// <summary>How commands write a run of an agent.</summary>
internal sealed record InstanceLine(
    string Id, string Agent, string AgentName, string Key, IReadOnlyList<string> Selectors, DateTimeOffset Started, DateTimeOffset Attested, DateTimeOffset Ends, DateTimeOffset? Ended)
{
    public static InstanceLine Of(AgentInstance instance, string name) => new(
        instance.Id, instance.Agent, name, instance.Thumbprint, instance.Selectors, instance.Started, instance.Attested, instance.Ends, instance.Ended);

    /// <summary>One line, its parts separated by tabs.</summary>
    public static string Text(AgentInstance instance, string name, DateTimeOffset now) => string.Join(
        '\t', instance.Id, VisibleText.Of(name), StateText(instance, now), Time(instance.Started), Time(instance.Ended ?? instance.Ends), VisibleText.Of(instance.Evidence));

    /// <summary>What it is, in a word.</summary>
    public static string StateText(AgentInstance instance, DateTimeOffset now) => instance.Ended is not null ? "ended" : instance.RunsAt(now) ? "runs" : "over";

    /// <summary>A time as all commands write it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
