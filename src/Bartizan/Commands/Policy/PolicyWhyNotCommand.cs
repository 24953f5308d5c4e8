using System.CommandLine;
using System.Text.Json;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.WhyNot;
using Bartizan.Policy.Schema;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy why-not</c>: what stands in a request's way, and the smallest changes that would turn a denial into a permit.</summary>
internal static class PolicyWhyNotCommand
{
    public static Command Create()
    {
        var options = new PolicyOptions();
        var request = new Option<string>("--request") { Description = "The request as JSON, or a file that holds it.", Required = true };
        var data = new Option<string?>("--data")
        {
            Description = "Folder of an installation: its agents' blueprints count too, its agents and people are the entities unless --entities names others, and --schema is gateway unless named.",
            HelpName = "folder",
        };
        var command = new Command("why-not", "Says what stands in a request's way, and the smallest changes that would permit it. Exit code 1 when it is denied.") { request, data };
        options.AddTo(command);
        command.SetAction((arguments, cancellationToken) => PolicyOptions.RunAsync(arguments, async output =>
        {
            var engine = new PolicyEngine(options.ReadPolicies(arguments));
            var folder = arguments.GetValue(data);
            var schema = options.ReadSchema(arguments) ?? (folder is null ? null : PolicyFiles.ReadSchema("gateway"));
            var asked = PolicyOptions.ReadRequest(arguments.GetRequiredValue(request), schema);
            var report = folder is null
                ? new InstallationWhyNot(WhyNotSearch.Search(engine, asked, options.ReadEntities(arguments, schema)), [])
                : await SearchAsync(engine, asked, arguments, options, schema, folder, cancellationToken);
            if (options.IsJson(arguments))
            {
                output.WriteLine(JsonSerializer.Serialize(WhyNotText.Data(report), FormatOption.Json));
            }
            else
            {
                WhyNotText.Write(output, report);
            }

            return report.Allowed ? ExitCodes.Fine : ExitCodes.Findings;
        }));
        return command;
    }

    private static async Task<InstallationWhyNot> SearchAsync(
        PolicyEngine engine, AuthorizationRequest asked, ParseResult arguments, PolicyOptions options, PolicySchema? schema, string folder, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
        var entities = arguments.GetValue(options.Entities) is not null
            ? options.ReadEntities(arguments, schema)
            : GatewayInventory.Of(await store.Agents.ListAsync(cancellationToken), await store.Identity.PeopleAsync(cancellationToken), [asked.Resource]);
        return new(WhyNotSearch.Search(engine, asked, entities), await InstallationWhyNot.AgainstAsync(asked, entities, store.Agents, cancellationToken));
    }
}
