using System.Text;
using System.Text.Json;
using Bartizan.Detect.Records;
using Bartizan.Detect.Tests.Support;
using Bartizan.Testing;

namespace Bartizan.Detect.Tests.Corpora;

/// <summary>Matches on recorded events equal those of independent engines, record for record.</summary>
public class ExpectedMatchesTests
{
    private const string SigmaHq = "detect/sigmahq/sigmahq-rules.tar.gz";
    private static readonly string[] InUse = ["rules", "rules-emerging-threats", "rules-threat-hunting"];

    private static readonly Lazy<SigmaLibrary> SigmaHqAll = new(() => Archive.Library(SigmaHq, InUse));
    private static readonly Lazy<SigmaLibrary> SigmaHqAws = new(() => Archive.Library(SigmaHq, "rules/cloud/aws"));
    private static readonly Lazy<SigmaLibrary> SigmaHqKubernetes = new(() => Archive.Library(SigmaHq, "rules/application/kubernetes"));
    private static readonly Lazy<SigmaLibrary> SuzakuAws = new(() => Archive.Library("detect/suzaku/suzaku-rules.tar.gz", "suzaku/aws"));

    [SharedDataTheory("detect/expected")]
    [InlineData("cloudtrail-otrf", "sigmahq-aws")]
    [InlineData("cloudtrail-otrf", "suzaku-aws")]
    [InlineData("cloudtrail-stratus", "sigmahq-aws")]
    [InlineData("cloudtrail-stratus", "suzaku-aws")]
    [InlineData("cloudtrail-traildiscover", "sigmahq-aws")]
    [InlineData("cloudtrail-traildiscover", "suzaku-aws")]
    [InlineData("panther-cloudtrail", "sigmahq-aws")]
    [InlineData("panther-cloudtrail", "suzaku-aws")]
    [InlineData("panther-k8s", "sigmahq-kubernetes")]
    [InlineData("sigma-regression", "sigmahq-all", "routed")]
    [InlineData("sigma-regression", "sigmahq-all", "unrouted")]
    public void Matches_are_those_expected(string events, string rules, string? routing = null)
    {
        var library = rules switch
        {
            "sigmahq-aws" => SigmaHqAws.Value,
            "suzaku-aws" => SuzakuAws.Value,
            "sigmahq-kubernetes" => SigmaHqKubernetes.Value,
            _ => SigmaHqAll.Value,
        };
        var engine = DetectEngine.Compile(library, new DetectOptions { Routing = routing == "unrouted" ? Routing.None : Routing.Auto });
        Assert.Empty(engine.Errors);
        var expected = Expected($"detect/expected/{events}__{rules}{(routing is null ? "" : "__" + routing)}.json");
        var wrong = new StringBuilder();
        var session = new DetectSession(engine, _ => { });
        var envelope = new EventEnvelope();
        foreach (var (key, json) in Events(events))
        {
            var (place, source, _) = envelope.Open(json, exact: true);
            var (offset, length) = place.GetOffsetAndLength(json.Length);
            var numbers = session.Ask(json, offset, length, routing == "unrouted" ? null : source);
            Assert.True(numbers is not null, key);
            var found = numbers.Select(n => session.Rule(n).Id!).Distinct().Order(StringComparer.Ordinal).ToList();
            var wanted = expected.GetValueOrDefault(key, []).Order(StringComparer.Ordinal).ToList();
            if (!found.SequenceEqual(wanted))
            {
                wrong.AppendLine($"{key}: too many {string.Join(",", found.Except(wanted))} missing {string.Join(",", wanted.Except(found))}");
            }
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static Dictionary<string, List<string>> Expected(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require(path)));
        return document.RootElement.GetProperty("events").EnumerateObject().ToDictionary(e => e.Name, e => e.Value.EnumerateArray().Select(r => r.GetString()!).ToList());
    }

    private static IEnumerable<(string Key, byte[] Json)> Events(string set)
    {
        switch (set)
        {
            case "cloudtrail-otrf":
                return OfFile(SharedData.Require("detect/cloudtrail/otrf/ec2_proxy_s3_exfiltration_2020-09-14011940.json"));
            case "cloudtrail-stratus":
                return Directory.EnumerateFiles(SharedData.Require("detect/cloudtrail/stratus"), "aws.*.json").SelectMany(OfFile);
            case "cloudtrail-traildiscover":
                return OfLines("detect/cloudtrail/traildiscover/events.ndjson");
            case "sigma-regression":
                return OfLines("detect/sigma-regression/events.ndjson");
            default:
                string[] types = set == "panther-cloudtrail" ? ["AWS.CloudTrail"] : ["Amazon.EKS.Audit", "Azure.MonitorActivity", "GCP.AuditLog", "Kubernetes.Audit"];
                return Panther(types);
        }
    }

    private static IEnumerable<(string, byte[])> OfFile(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var ranges = RecordSplitter.Split(bytes);
        return ranges.Select((range, i) => ($"{Path.GetFileName(path)}#{i}", bytes[range]));
    }

    private static IEnumerable<(string, byte[])> OfLines(string path) => File.ReadLines(SharedData.Require(path)).Select(line =>
    {
        using var document = JsonDocument.Parse(line);
        return (document.RootElement.GetProperty("id").GetString()!, Encoding.UTF8.GetBytes(line));
    });

    private static IEnumerable<(string, byte[])> Panther(string[] types) =>
        File.ReadLines(SharedData.Require("detect/panther-tests/tests.ndjson")).Select((line, i) =>
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.GetProperty("log_types").EnumerateArray().Any(t => types.Contains(t.GetString()))
                ? ($"{i}", Encoding.UTF8.GetBytes(root.GetProperty("log").GetRawText()))
                : ("", []);
        }).Where(e => e.Item1.Length > 0);
}
