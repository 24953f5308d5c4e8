using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Identity.Agents;

namespace Bartizan.Hosting;

/// <summary>
/// The first agent. It is made when there is none, and its key is kept in the data folder, readable by its owner alone, so that the commands shown at
/// one start still work after the next. Revoking the agent ends that.
/// </summary>
internal static class DemoAgent
{
    private const string Name = "demo";

    /// <summary>The demo agent's key, or null when there are agents but not this one.</summary>
    public static async Task<string?> KeyAsync(string dataFolder, IAgentStore agents, TimeProvider clock, IIdSource ids, CancellationToken cancellationToken)
    {
        var file = Path.Combine(dataFolder, "demo.key");
        if (await KnownAsync(file, agents, cancellationToken) is { } known)
        {
            return known;
        }

        if ((await agents.ListAsync(cancellationToken)).Any(a => a.Revoked is null))
        {
            return null;
        }

        var (_, key) = await new AgentRegistry(agents, clock, ids).AddAsync(Name, Environment.UserName, new Dictionary<string, string>(), cancellationToken);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(file, options);
        await writer.WriteAsync(key);
        return key;
    }

    private static async Task<string?> KnownAsync(string file, IAgentStore agents, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var key = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        return AgentKey.Read(key) == AgentKeyForm.WellFormed
            && await agents.FindByKeyIdAsync(AgentKey.KeyId(key).ToString(), cancellationToken) is { Revoked: null } ? key : null;
    }
}
