using Bartizan.Testing;
using Xunit.Abstractions;

namespace Bartizan.Guard.Tests.Measurement;

public class DlpMeasurementTests(ITestOutputHelper output)
{
    [SharedDataFact("dlp/train.jsonl.gz")]
    public void Print_train()
    {
        var m = Measurement.Of(LabelledTexts.Read(SharedData.Require("dlp/train.jsonl.gz")));
        File.WriteAllLines("/tmp/guard-train-missed.txt", m.Missed);
        File.WriteAllLines("/tmp/guard-train-madeup.txt", m.MadeUp);
        File.WriteAllLines("/tmp/guard-train-table.txt", [.. m.Table(), $"clean {m.CleanTextsWithFindings}/{m.CleanTexts}", $"{m.For(l => l.StartsWith("pii"))}", $"{m.For(_ => true)}"]);
        output.WriteLine(string.Join('\n', m.Table()));
    }
}
