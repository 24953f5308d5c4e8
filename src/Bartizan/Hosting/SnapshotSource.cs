using Bartizan.Configuration;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Credentials;
using Bartizan.Core.Policies;
using Bartizan.Core.Results;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Judging;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Pipeline;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Policy;

namespace Bartizan.Hosting;

/// <summary>Compiles what an exchange is judged by from the files people edit, and tells when those changed.</summary>
/// <param name="file">The configuration file, or null for the demo's.</param>
/// <param name="demo">The configuration when there is no file.</param>
/// <param name="guards">Builds what looks into text.</param>
internal sealed class SnapshotSource(string? file, BartizanConfig demo, Guards guards)
{
    /// <summary>Thresholds set from recorded traffic, which stand in the store; they come into force with the next <see cref="Read"/>.</summary>
    public IReadOnlyList<Calibration> Calibrations { get; set; } = [];

    /// <summary>Policies that were put in force, which stand in the store; empty until the first were. They count where <c>shadow.newPolicies</c> is set.</summary>
    public IReadOnlyList<EnforcedPolicy> Enforced { get; set; } = [];

    /// <summary>Secrets in the store, by which references to them are checked; null before the store is open.</summary>
    public IReadOnlyList<UpstreamSecret>? Secrets { get; set; }

    /// <summary>The configuration as it was last read without a mistake; null before it was.</summary>
    public BartizanConfig? Config { get; private set; }

    /// <summary>The file it stands in; null for the demo's.</summary>
    public string? File => file;

    /// <summary>Reads everything anew.</summary>
    /// <exception cref="InputException">Something is wrong; carries every mistake, with file and line.</exception>
    public Reading Read()
    {
        // Stamped before they are read, so that what changes in between is seen at the next look (but for files that reading the configuration reads too).
        var stamp = Stamp(file is null ? [] : [new FileInfo(file)]);
        var config = file is null ? demo : ConfigReader.ReadFile(file);
        stamp += Stamp(OtherFiles(config));
        try
        {
            var (guard, systems) = guards.Build(config, Calibrations);
            var policies = Load(config, PolicyFiles.Read(config));
            if (Secrets is not null && CredentialChecks.Check(config.Gateway, config.Mcp, Secrets) is { Count: > 0 } missing)
            {
                throw new InputException(missing);
            }

            var snapshot = new GatewaySnapshot(RouteTable.Compile(config.Gateway), new PolicyEngine(policies), guard)
            {
                SystemGuards = systems,
                Judge = config.Gateway.Judge is { } judge ? HttpJudge.Compile(judge) : null,
                Mcp = McpServers.Compile(config.Mcp),
                Budgets = BudgetTable.Compile(config.Budgets, BuiltInPrices.All),
            };
            Config = config;
            return new Reading(config, snapshot, config.AuthZen is { } authZen ? AuthZenFiles.Compile(authZen) : null, stamp);
        }
        catch (InputException e) when (file is not null)
        {
            throw new InputException([.. e.Errors.Select(error => error.File.Length == 0 ? config.Places.Locate(error) : error)]);
        }
    }

    /// <summary>What of written policies comes into force, and what is only tried.</summary>
    /// <exception cref="InputException">They must not be loaded so.</exception>
    public PolicySet Load(BartizanConfig config, PolicySet written)
    {
        var policies = config.Shadow.NewPolicies ? written.WithNewInShadow(InForce(written)) : written;
        return config.PolicyCheck == PolicyCheck.Refuse && GatewaySchema.Check(policies) is { IsValid: false } report
            ? throw new InputException([.. report.Errors.Select(f => f.Told)])
            : policies;
    }

    /// <summary>A text that differs whenever one of the files of <paramref name="config"/> does: names, sizes and times of change.</summary>
    public string Stamp(BartizanConfig config) => Stamp(file is null ? [] : [new FileInfo(file)]) + Stamp(OtherFiles(config));

    // Where nothing was put in force yet, everything is: what protected until now must not stop because new policies are to be tried.
    private Dictionary<string, string> InForce(PolicySet written) => Enforced.Count == 0
        ? written.Policies.ToDictionary(p => p.Id, p => p.Text, StringComparer.Ordinal)
        : Enforced.ToDictionary(p => p.Id, p => p.Text, StringComparer.Ordinal);

    private static IEnumerable<FileInfo> OtherFiles(BartizanConfig config) =>
    [
        .. config.EntityFiles.Concat(config.Gateway.Contracts.Select(c => c.File)).Select(name => new FileInfo(name)),
        .. config.PolicyFolders.Where(Directory.Exists).SelectMany(PolicyFiles.Files),
        .. config.AuthZen is { } authZen ? AuthZenFiles.All(authZen) : [],
    ];

    private static string Stamp(IEnumerable<FileInfo> files) => string.Concat(files.Select(Stamp));

    // What counts is where links lead: Kubernetes mounts every file as one, and changes a file by leading a folder's link elsewhere.
    private static string Stamp(FileInfo file)
    {
        try
        {
            return (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file) is { Exists: true } read ? $"{file.FullName}:{read.Length}:{read.LastWriteTimeUtc.Ticks}\n" : $"{file.FullName}\n";
        }
        catch (IOException)
        {
            // It is not there, or links lead in a circle: who reads it says so better.
            return $"{file.FullName}\n";
        }
    }
}

/// <summary>What the files say at one time.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Snapshot">What exchanges are judged by.</param>
/// <param name="AuthZen">What other enforcement points are answered by, or null.</param>
/// <param name="Stamp">The state of the files.</param>
internal sealed record Reading(BartizanConfig Config, GatewaySnapshot Snapshot, DecisionPoint? AuthZen, string Stamp);
