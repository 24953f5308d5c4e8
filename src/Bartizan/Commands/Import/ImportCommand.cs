using System.CommandLine;
using System.Text.Json;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Import;

namespace Bartizan.Commands.Import;

/// <summary><c>bartizan import litellm|portkey</c>: the configuration to stdout or a file, what needs attention to stderr.</summary>
internal static class ImportCommand
{
    private const string PoliciesFolder = "policies";
    private const string PoliciesFile = "imported.cedar";

    public static Command Create(string product, string description, Func<string, string, ImportPlan> import)
    {
        var file = new Argument<string>("file") { Description = "The configuration to import." };
        var to = new Option<string?>("--out") { Description = "File to write [default: stdout]. Imported policies go to a folder beside it.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Overwrite files that are there." };
        var format = FormatOption.Create("How to print what needs attention: text for people on stderr, json for programs on stdout.");
        var command = new Command(product, description) { file, to, force, format };
        command.SetAction(parse => CommandErrors.Show(() => Run(
            parse.GetRequiredValue(file), parse.GetValue(to), parse.GetValue(force), parse.GetValue(format) == "json", import)));
        return command;
    }

    private static int Run(string file, string? to, bool force, bool json, Func<string, string, ImportPlan> import)
    {
        var plan = import(YamlInput.ReadFile(file, "Check the path."), file);
        if (!plan.Upstreams.Any())
        {
            Attention(plan, file);
            throw new InputException(new InputError("Nothing in it could be carried over, so nothing was written.", "Mend what is listed above and import again.", file));
        }

        var source = Path.GetFileName(file);
        var config = ConfigWriter.Config(plan, source, to is null ? null : PoliciesFolder);
        var policies = plan.Policies.Count == 0 ? null : ConfigWriter.Cedar(plan, source);
        if (to is not null)
        {
            Write(to, config, policies, force);
        }

        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(new { config, policies, unmapped = plan.Unmapped }, FormatOption.Json));
            return ExitCodes.Fine;
        }

        if (to is null)
        {
            System.Console.Out.Write(config);
        }

        Attention(plan, file);
        return ExitCodes.Fine;
    }

    private static void Attention(ImportPlan plan, string file)
    {
        foreach (var (path, line, why, instead) in plan.Unmapped)
        {
            System.Console.Error.WriteLine(new InputError($"{Plain(path)}: {Plain(why)}", Plain(instead), file, line, 1));
        }
    }

    private static void Write(string to, string config, string? policies, bool force)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(to))!, PoliciesFolder);
        (string Path, string Text)[] files = policies is null ? [(to, config)] : [(to, config), (Path.Combine(folder, PoliciesFile), policies)];
        if (!force && files.FirstOrDefault(f => File.Exists(f.Path)).Path is { } taken)
        {
            throw new InputException(new InputError("The file is there already.", "Choose another with --out, or add --force.", taken));
        }

        try
        {
            foreach (var (path, text) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                File.WriteAllText(path, text);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError("The file could not be written.", "Check the folder's permissions.", to));
        }
    }

    // Names in the file are somebody else's; a terminal must not obey them.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
