using Bartizan.Detect.Rules;

namespace Bartizan.Detect.Events;

/// <summary>Knows by its fields what an event that declares no log source is: an AWS CloudTrail record, or a Kubernetes audit event.</summary>
internal sealed class SourceRecognition
{
    private static readonly DeclaredSource CloudTrail = new("aws", "cloudtrail", []);
    private static readonly DeclaredSource KubernetesAudit = new("kubernetes", "audit", ["application"]);

    private readonly int _eventVersion;
    private readonly int _eventSource;
    private readonly int _eventName;
    private readonly int _apiVersion;
    private readonly int _auditId;

    public SourceRecognition(FieldTrie trie)
    {
        // CloudTrail record contents reference: all three are always there.
        (_eventVersion, _eventSource, _eventName) = (trie.Add("eventVersion"), trie.Add("eventSource"), trie.Add("eventName"));
        _apiVersion = trie.Add("apiVersion");
        _auditId = trie.Add("auditID");
    }

    /// <summary>The log source, or null when the event is not known.</summary>
    public DeclaredSource? Of(EventTable table)
    {
        if (IsText(table, _eventVersion) && IsText(table, _eventSource) && IsText(table, _eventName))
        {
            return CloudTrail;
        }

        return IsText(table, _auditId) && IsText(table, _apiVersion) && table.Text(table.First(_apiVersion)).StartsWith("audit.k8s.io/"u8)
            ? KubernetesAudit
            : null;
    }

    private static bool IsText(EventTable table, int field) => table.First(field) is >= 0 and var value && table[value].Kind == ValueKind.Text;
}
