using Bartizan.Configuration;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Results;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;
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

    /// <summary>Reads everything anew.</summary>
    /// <exception cref="InputException">Something is wrong; carries every mistake, with file and line.</exception>
    public (BartizanConfig Config, GatewaySnapshot Snapshot, DecisionPoint? AuthZen) Read()
    {
        var config = file is null ? demo : ConfigReader.ReadFile(file);
        try
        {
            var (guard, systems) = guards.Build(config, Calibrations);
            var policies = PolicyFiles.Read(config);
            if (config.PolicyCheck == PolicyCheck.Refuse && GatewaySchema.Check(policies) is { IsValid: false } report)
            {
                throw new InputException([.. report.Errors.Select(f => f.Told)]);
            }

            var snapshot = new GatewaySnapshot(RouteTable.Compile(config.Gateway), new PolicyEngine(policies), guard)
            {
                SystemGuards = systems,
                Judge = config.Gateway.Judge is { } judge ? HttpJudge.Compile(judge) : null,
                Mcp = McpServers.Compile(config.Mcp),
                Budgets = BudgetTable.Compile(config.Budgets, BuiltInPrices.All),
            };
            return (config, snapshot, config.AuthZen is { } authZen ? AuthZenFiles.Compile(authZen) : null);
        }
        catch (InputException e) when (file is not null)
        {
            throw new InputException([.. e.Errors.Select(error => error.File.Length == 0 ? config.Places.Locate(error) : error)]);
        }
    }

    /// <summary>A text that differs whenever one of the files of <paramref name="config"/> does: names, sizes and times of change.</summary>
    public string Stamp(BartizanConfig config)
    {
        var files = file is null ? [] : new List<FileInfo> { new(file) };
        files.AddRange(config.EntityFiles.Concat(config.Gateway.Contracts.Select(c => c.File)).Select(name => new FileInfo(name)));
        foreach (var folder in config.PolicyFolders.Where(Directory.Exists))
        {
            files.AddRange(PolicyFiles.Files(folder));
        }

        files.AddRange(config.AuthZen is { } authZen ? AuthZenFiles.All(authZen) : []);
        return string.Join('\n', files.Select(f => f.Exists ? $"{f.FullName}:{f.Length}:{f.LastWriteTimeUtc.Ticks}" : f.FullName));
    }
}
