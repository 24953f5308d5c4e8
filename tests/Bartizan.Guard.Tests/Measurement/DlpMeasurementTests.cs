using Bartizan.Testing;
using Xunit.Abstractions;

namespace Bartizan.Guard.Tests.Measurement;

/// <summary>Holds the guard to what it reaches on the labelled development corpus. The figures stand in docs/guard.md.</summary>
public class DlpMeasurementTests(ITestOutputHelper output)
{
    [SharedDataFact("dlp/dev.jsonl.gz")]
    public void Precision_and_recall_stay_above_their_floors_and_clean_documents_stay_clean()
    {
        var measured = Measurement.Of(LabelledTexts.Read(SharedData.Require("dlp/dev.jsonl.gz")));
        var pii = measured.For(label => label.StartsWith("pii", StringComparison.Ordinal));
        var secrets = measured.For(label => label == "secret");
        output.WriteLine(string.Join('\n', measured.Table()));
        var names = measured.For(label => label is Measurement.Person or Measurement.Place);
        output.WriteLine($"personal data {pii}, names and places {names}, secrets {secrets}");
        output.WriteLine($"clean documents with findings {measured.CleanTextsWithFindings}, with names alone {measured.CleanTextsWithNames}, of {measured.CleanTexts}");
        Assert.InRange(F1(pii), 0.97, 1);
        Assert.InRange(pii.Exact, 0.98, 1);
        Assert.InRange(F1(names), 0.80, 1);
        Assert.InRange(names.Precision, 0.95, 1);
        Assert.InRange(secrets.Precision, 0.95, 1);
        Assert.InRange(secrets.Recall, 0.85, 1);
        Assert.True(measured.CleanTexts > 200);
        // One document is a form's example that does hold a phone number.
        Assert.InRange(measured.CleanTextsWithFindings, 0, 1);
        Assert.InRange(measured.CleanTextsWithNames, 0, 3);
    }

    private static double F1((double Precision, double Recall, double Exact, int Spans) m) => 2 * m.Precision * m.Recall / (m.Precision + m.Recall);
}
