using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Guard.Injection.Evaluation;
using Spectre.Console;

namespace Bartizan.Commands.Guard;

/// <summary><c>bartizan guard evaluate</c>: how well the injection model does on labelled text.</summary>
internal static class GuardEvaluate
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Labelled text, one JSON object a line (.jsonl, .jsonl.gz), or folders of it.", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string?>("--model") { Description = "A model file; without it, the one that ships." };
        var format = FormatOption.Create();
        var command = new Command("evaluate", "Measures the prompt-injection model on labelled text.") { files, model, format };
        command.SetAction(arguments => CommandErrors.Show(() =>
            Evaluate(arguments.GetRequiredValue(files), arguments.GetValue(model), arguments.GetValue(format) is "json")));
        return command;
    }

    private static int Evaluate(string[] paths, string? modelFile, bool json)
    {
        var model = GuardModel.Load(modelFile);
        var files = LabelledFiles.Find(paths);
        var report = PeopleConsole.Create().Status().Start("Judging…", status =>
            Evaluator.Evaluate(model, LabelledFiles.Read(files), done =>
            {
                if (done % 1000 == 0)
                {
                    status.Status($"Judging… {done} rows");
                }
            }));
        if (report.Overall.N == 0)
            throw new InputException(new InputError("There are no rows.", "Write one JSON object a line.", files[0]));
        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(report, Json));
        }
        else
        {
            GuardEvaluateText.Write(report, model, System.Console.Out);
        }

        return ExitCodes.Fine;
    }
}
