using System.CommandLine;
using Bartizan.Hosting;

namespace Bartizan.Commands.Blueprints;

/// <summary><c>bartizan blueprint check</c>: says everything that is wrong with blueprint files, without a store.</summary>
internal static class BlueprintCheckCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Blueprint files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Checks blueprint files and reports every error; whether owner and sponsor have accounts, add sees.") { files };
        command.SetAction(parse => CommandErrors.Show(() => Run(parse.GetRequiredValue(files))));
        return command;
    }

    private static int Run(string[] files)
    {
        var code = ExitCodes.Fine;
        foreach (var file in files)
        {
            // Each by itself, so that one which is broken does not hide what is wrong with the next.
            var one = CommandErrors.Show(() =>
            {
                var errors = BlueprintFile.Read(file).Check(GatewaySchema.Schema, TimeProvider.System.GetUtcNow());
                return errors.Count == 0 ? ExitCodes.Fine : CommandErrors.Write(System.Console.Error, errors);
            });
            code = Math.Max(code, one);
        }

        return code;
    }
}
