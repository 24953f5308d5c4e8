using System.Globalization;
using Bartizan.Core.Calibrations;

namespace Bartizan.Guard.Injection.Calibrating;

/// <summary>Puts stored calibrations to work.</summary>
public static class CalibratedModel
{
    /// <summary>The model with the thresholds that were set for a system; where nothing was set for it, those for all; where nothing was set at all, its own.</summary>
    /// <param name="model">The model; calibrations that were made with another one are passed over.</param>
    /// <param name="calibrations">All calibrations there are.</param>
    /// <param name="system">The system; empty for agents of none.</param>
    public static InjectionModel Of(InjectionModel model, IReadOnlyList<Calibration> calibrations, string system)
    {
        foreach (var channel in Enum.GetValues<InjectionChannel>())
        {
            var own = calibrations.Where(c => c.Model == model.Name && c.Channel == InjectionChannels.Name(channel));
            if ((own.FirstOrDefault(c => c.System == system) ?? own.FirstOrDefault(c => c.System.Length == 0)) is { } calibration)
            {
                model = model.With(channel, Thresholds(calibration));
            }
        }

        return model;
    }

    private static InjectionThresholds Thresholds(Calibration calibration)
    {
        var rows = (int)Math.Min(calibration.Rows, int.MaxValue);
        return new(Threshold(calibration.Annotate, calibration.AnnotateBudget, rows), Threshold(calibration.Block, calibration.BlockBudget, rows))
        {
            Source = string.Create(
                CultureInfo.InvariantCulture,
                $"calibrated on {calibration.Rows} benign texts {(calibration.System.Length == 0 ? "recorded here" : "of this system")} on {calibration.At.UtcDateTime:yyyy-MM-dd} for at most {100 * calibration.AnnotateBudget:0.##} % and {100 * calibration.BlockBudget:0.##} % false alarms"),
        };
    }

    private static InjectionThreshold Threshold(double score, double budget, int rows) =>
        new(score, budget, rows, "The least score that keeps a stated budget of false alarms on benign texts recorded here.");
}
