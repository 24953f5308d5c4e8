using System.Globalization;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Evaluation;

namespace Bartizan.Commands.Guard;

/// <summary>An evaluation as a table for people.</summary>
internal static class GuardEvaluateText
{
    private const int LongestSource = 56;

    public static void Write(EvaluationReport report, InjectionModel model, TextWriter output)
    {
        output.WriteLine($"{"source",-LongestSource} {"label",-13} {"channel",-7} {"rows",6} {"flagged",8} {"blocked",8} {"at 1 %",8} {"at 0.1 %",8} {"AUC",7}");
        foreach (var source in report.Sources)
        {
            var name = source.Source.Length <= LongestSource ? source.Source : source.Source[..(LongestSource - 1)] + "…";
            output.WriteLine($"{name,-LongestSource} {source.Label,-13} {source.Channel,-7} {source.N,6} {Percent(source.FlaggedRate),8} {Percent(source.BlockedRate),8} {Percent(source.RecallAt1),8} {Percent(source.RecallAt01),8} {Number(source.Auc),7}");
        }

        var all = report.Overall;
        output.WriteLine();
        output.WriteLine($"{all.N} rows, {all.Attacks} attacks; model {model.Name}, thresholds to annotate and block: user {Number(model.Header.User.Annotate.Score)} and {Number(model.Header.User.Block.Score)}, data {Number(model.Header.Data.Annotate.Score)} and {Number(model.Header.Data.Block.Score)}");
        output.WriteLine($"accuracy {Percent(all.Accuracy)}  precision {Percent(all.Precision)}  recall {Percent(all.Recall)}  false alarms {Percent(all.Fpr)}; blocked: recall {Percent(all.BlockedRecall)}  false alarms {Percent(all.BlockedFpr)}");
        output.WriteLine($"AUC {Number(all.Auc)}  recall at 1 % false alarms {Percent(all.RecallAt1)}  at 0.1 % {Percent(all.RecallAt01)}");
    }

    private static string Percent(double? share) => share is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    private static string Number(double? value) => value is null ? "-" : value.Value.ToString("0.0000", CultureInfo.InvariantCulture);
}
