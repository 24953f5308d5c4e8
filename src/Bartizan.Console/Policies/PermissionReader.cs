using Bartizan.Console.Contract;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Console.Policies;

/// <summary>Who may do what, under the policies in force.</summary>
internal sealed class PermissionReader(IPolicySource source, IPolicyDesk desk, InstallationInventory inventory, PolicyWork work)
{
    /// <summary>Events read at most for the names of models and tools, the newest; later ones are added as they come.</summary>
    public const long MostEvents = 200_000;

    /// <summary>The matrix of the installation.</summary>
    public async Task<PermissionView> ReadAsync(CancellationToken cancellationToken)
    {
        var policies = source.Current.Policies;
        var installation = await inventory.ReadAsync(MostEvents, null, cancellationToken);
        return await work.RunAsync(
            () =>
            {
                var question = MatrixQuestion.Of(installation.Entities, desk.Schema, policies) with { Ceilings = installation.Ceilings };
                return AnalysisViews.View(PermissionMatrix.Of(policies, question), installation);
            },
            cancellationToken);
    }
}
