using System.CommandLine;
using System.Security.Cryptography;
using Bartizan.Core.Results;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Evaluation;
using Bartizan.Guard.Injection.Training;
using Spectre.Console;

namespace Bartizan.Commands.Guard;

/// <summary><c>bartizan guard train</c>: makes an injection model from labelled text.</summary>
internal static class GuardTrain
{
    public static Command Create()
    {
        var data = new Option<string[]>("--data")
        {
            Description = "Labelled text (.jsonl, .jsonl.gz) or folders of it. Rows with split dev set the thresholds; of the rest, only split train (or none) is trained on.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--out") { Description = "Where to write the model file (.btzm).", Required = true };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the order of rows; the same rows and seed give the same file.", DefaultValueFactory = _ => 1 };
        var version = new Option<string>("--model-version") { Description = "Version written into the model.", DefaultValueFactory = _ => "1" };
        var userFalseAlarms = new Option<double>("--user-false-alarms") { Description = "Share of the user channel's benign rows that may reach its threshold to annotate.", DefaultValueFactory = _ => 0.008 };
        var dataFalseAlarms = new Option<double>("--data-false-alarms") { Description = "The same of the data channel.", DefaultValueFactory = _ => 0.0065 };
        var blockFalseAlarms = new Option<double>("--block-false-alarms") { Description = "Share of benign rows that may reach the threshold to block; the data channel has half of it.", DefaultValueFactory = _ => 0.001 };
        var noGenerated = new Option<bool>("--no-generated") { Description = "Train on the given rows alone, without those drawn from the grammars that ship." };
        var without = new Option<string[]>("--without") { Description = "Grammars to leave out, such as languages-data.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("train", "Trains the prompt-injection model on labelled text.") { data, output, seed, version, userFalseAlarms, dataFalseAlarms, blockFalseAlarms, noGenerated, without };
        command.SetAction(arguments => CommandErrors.Show(() => Train(
            arguments.GetRequiredValue(data),
            arguments.GetRequiredValue(output),
            new InjectionTrainingOptions
            {
                Seed = arguments.GetValue(seed),
                Version = arguments.GetValue(version)!,
                UserFalseAlarms = Between(userFalseAlarms, arguments),
                DataFalseAlarms = Between(dataFalseAlarms, arguments),
                BlockFalseAlarms = Between(blockFalseAlarms, arguments),
                Generate = !arguments.GetValue(noGenerated),
                Without = arguments.GetValue(without) ?? [],
            })));
        return command;
    }

    private static int Train(string[] paths, string output, InjectionTrainingOptions options)
    {
        var files = LabelledFiles.Find(paths);

        // The command goes into the file so that it can be repeated; names of folders do, whose machine they stood on does not.
        var folders = string.Join(' ', paths.Select(p => Path.GetFileName(Path.TrimEndingDirectorySeparator(p))));
        options = options with { Command = $"bartizan guard train --data {folders} --seed {options.Seed} --model-version {options.Version}{(options.Generate ? "" : " --no-generated")}{string.Concat(options.Without.Select(name => $" --without {name}"))}" };
        var people = PeopleConsole.Create();
        var (model, rows) = people.Progress().Start(progress =>
        {
            var reading = progress.AddTask("reading", maxValue: files.Count);
            var read = new List<LabelledText>();
            foreach (var file in files)
            {
                read.AddRange(LabelledFiles.Read([file]));
                reading.Increment(1);
            }

            var training = progress.AddTask("training", maxValue: 1);
            return (TrainModel(read, options, files[0], (stage, share) =>
            {
                training.Description = stage;
                training.Value = share;
            }), read);
        });

        Write(output, model);
        System.Console.Out.WriteLine($"{output}: {model.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(model))}");
        var dev = rows.Where(r => r.Split == "dev").ToList();
        if (dev.Count > 0)
        {
            var trained = InjectionModel.Read(model);
            GuardEvaluateText.Write(Evaluator.Evaluate(trained, dev), trained, System.Console.Out);
        }

        return ExitCodes.Fine;
    }

    private static byte[] TrainModel(List<LabelledText> rows, InjectionTrainingOptions options, string file, Action<string, double> progress)
    {
        try
        {
            return InjectionTrainer.Train(rows, options, progress);
        }
        catch (ArgumentException e) when (e.ParamName == "rows")
        {
            throw new InputException(new InputError(e.Message, "Give labelled rows of both kinds for both channels.", file));
        }
    }

    private static void Write(string output, byte[] model)
    {
        try
        {
            File.WriteAllBytes(output, model);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The model cannot be written: {e.Message}", "Name a file in a folder that is there.", output));
        }
    }

    private static double Between(Option<double> option, ParseResult arguments) =>
        arguments.GetValue(option) is > 0 and < 1 and var share ? share : throw new InputException(new InputError($"{option.Name} is not between 0 and 1.", "Give a share such as 0.005."));
}
