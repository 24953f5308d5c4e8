using System.Collections.Frozen;
using Bartizan.Configuration;
using Bartizan.Core.Calibrations;
using Bartizan.Guard;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Hosting;

/// <summary>Builds what looks into text: one guard, and one for each system with thresholds of its own, which shares all but the injection inspector with it.</summary>
internal sealed class Guards(InjectionModel model)
{
    public (GuardEngine Guard, FrozenDictionary<string, GuardEngine> Systems) Build(BartizanConfig config, IReadOnlyList<Calibration> calibrations)
    {
        var guard = GuardEngine.CreateDefault(new GuardOptions { Entities = config.Entities, Topics = config.Topics }, Inspector(""));
        return (guard, calibrations.Select(c => c.System).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(s => s, s => guard.WithScoring(Inspector(s)), StringComparer.Ordinal));

        InjectionInspector Inspector(string system) => new(CalibratedModel.Of(model, calibrations, system));
    }
}
