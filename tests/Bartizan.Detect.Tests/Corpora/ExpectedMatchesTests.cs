using System.Diagnostics;
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

    [RequiresFact("apt-get install xz-utils; the events are in the development corpus, which a plain clone does not have", "xz", "../shared/data/detect/bench/otrf_win_100k.ndjson.xz")]
    public void A_hundred_thousand_Windows_events_give_the_matches_expected()
    {
        var expected = Expected("detect/expected/bench-otrf_win_100k__sigmahq-all__routed.json");
        var found = new Dictionary<string, List<string>>();
        var (envelope, line) = (new EventEnvelope(), 0);
        var session = new DetectSession(DetectEngine.Compile(SigmaHqAll.Value), m => (found.TryGetValue($"{line}", out var list) ? list : found[$"{line}"] = []).Add(m.Rule.Id!));
        using var unpack = Process.Start(new ProcessStartInfo("xz", ["-dc", SharedData.Require("detect/bench/otrf_win_100k.ndjson.xz")]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        while (unpack.StandardOutput.ReadLine() is { } text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var (place, source, _) = envelope.Open(bytes, exact: false);
            var (offset, length) = place.GetOffsetAndLength(bytes.Length);
            Assert.True(session.Take(bytes, offset, length, new EventReference("e", line), source));
            line++;
        }

        Assert.Equal(100_000, line);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, e => Assert.Equal(e.Value.Order(StringComparer.Ordinal), found[e.Key].Order(StringComparer.Ordinal)));
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
