using Bartizan.Guard.Injection.Generation;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection.Training;

/// <summary>
/// Trains the three heads, calibrates them on rows kept apart, and sets the thresholds on development rows. One thread and a fixed
/// order: the same rows and options give the same model file to the byte.
/// </summary>
public static class InjectionTrainer
{
    private const int Stages = 3;

    /// <summary>Trains a model. Rows of split <c>dev</c> only set the thresholds; rows of any other split but <c>train</c> are left alone.</summary>
    /// <param name="rows">Labelled rows; a row without a split is for training.</param>
    /// <param name="options">Seed, size and the false alarms allowed.</param>
    /// <param name="progress">Gets what is done and the share of the whole, 0 to 1.</param>
    /// <returns>The model file.</returns>
    /// <exception cref="ArgumentException">A channel has no attack or no benign row to train on.</exception>
    public static byte[] Train(IReadOnlyList<LabelledText> rows, InjectionTrainingOptions options, Action<string, double>? progress = null)
    {
        var given = rows.Where(r => r.Split is "train" or "").ToList();
        List<LabelledText> all = options.Generate ? [.. given, .. GeneratedRows.CreateAll(GeneratedRows.ReadShipped(), given, options.Seed, options.Without)] : given;
        var training = all.Where(r => !TrainingSet.IsForCalibration(r)).ToList();
        var held = all.Where(TrainingSet.IsForCalibration).ToList();
        var dev = rows.Where(r => r.Split is "dev").ToList();
        var basis = dev.Count > 0 ? dev : held;
        CheckBothLabels(training);

        progress?.Invoke("features", 0);
        var bags = training.Select(row => (Row: row, Bag: TrainingSet.ToBag(row))).ToList();
        var user = bags.Where(b => b.Row.Channel == InjectionChannel.User).Select(b => b.Bag).ToList();
        var padded = TrainingSet.Padded(training, options.Seed).Select(TrainingSet.ToBag);

        // The data head also learns from what users try: an override is one wherever it stands. The reverse does not hold, since a
        // user may tell the model what to do.
        var data = bags.Where(b => b.Row.Channel == InjectionChannel.Data || (b.Row.IsAttack && !b.Row.UserOnly)).Select(b => b.Bag).ToList();
        var head = new HeadOptions { TableBits = options.TableBits, Seed = options.Seed };
        var heldUser = Bags(held, InjectionChannel.User);
        var heldData = Bags(held, InjectionChannel.Data);
        var userWhole = TrainHead(user, heldUser, head with { Windows = false }, "user channel, whole text", 0, progress);
        var userWindow = TrainHead([.. user, .. padded], heldUser, head, "user channel, windows", 1, progress);
        var dataWindow = TrainHead(data, heldData, head, "data channel, windows", 2, progress);

        var draft = new InjectionModelHeader
        {
            Version = options.Version,
            TableBits = options.TableBits,
            Seed = options.Seed,
            DataDigest = TrainingSet.Digest(all),
            Rows = all.Count,
            Attacks = all.Count(r => r.IsAttack),
            Command = options.Command,
            UserWhole = userWhole.Head,
            UserWindow = userWindow.Head,
            DataWindow = dataWindow.Head,
            UserWindowAlone = 0,
            User = ThresholdChooser.Unset,
            Data = ThresholdChooser.Unset,
        };
        draft = Calibrated(draft, userWhole, userWindow, dataWindow, held);
        var model = new InjectionModel(draft, userWhole.Table, userWindow.Table, dataWindow.Table, digest: "");
        var header = ThresholdChooser.Choose(model, basis, dev.Count > 0 ? "development" : "calibration", options);
        return InjectionModelFile.Write(new InjectionModel(header, userWhole.Table, userWindow.Table, dataWindow.Table, digest: ""));
    }

    /// <summary>The blend of two calibrated heads is not calibrated: one more line through the rows kept apart makes it so.</summary>
    private static InjectionModelHeader Calibrated(InjectionModelHeader header, QuantizedHead whole, QuantizedHead window, QuantizedHead data, List<LabelledText> held)
    {
        var model = new InjectionModel(header, whole.Table, window.Table, data.Table, digest: "");
        var scores = held.Where(r => r.Channel == InjectionChannel.User)
            .Select(r => (model.Scores(TextNormalizer.Normalize(r.Text.AsMemory()).Text.Span, r.Channel).Blend, r.IsAttack)).Where(s => double.IsFinite(s.Blend)).ToList();
        var (slope, intercept) = PlattScaling.Fit(scores);
        return header with { UserWhole = header.UserWhole.Through(slope, intercept), UserWindow = header.UserWindow.Through(slope, intercept) };
    }

    private static List<Bag> Bags(List<LabelledText> rows, InjectionChannel channel) =>
        [.. rows.Where(r => r.Channel == channel).Select(TrainingSet.ToBag)];

    private static QuantizedHead TrainHead(List<Bag> bags, List<Bag> held, HeadOptions options, string name, int stage, Action<string, double>? progress)
    {
        var head = HeadTrainer.Train(bags, options, share => progress?.Invoke(name, (stage + share) / Stages));
        return QuantizedHead.From(head, held);
    }

    private static void CheckBothLabels(List<LabelledText> rows)
    {
        foreach (var channel in Enum.GetValues<InjectionChannel>())
        {
            var attacks = rows.Count(r => r.Channel == channel && r.IsAttack);
            var benign = rows.Count(r => r.Channel == channel && !r.IsAttack);
            if (attacks == 0 || benign == 0)
                throw new ArgumentException($"The {InjectionChannels.Name(channel)} channel has {attacks} attacks and {benign} benign rows to train on; both must be there.", nameof(rows));
        }
    }
}
