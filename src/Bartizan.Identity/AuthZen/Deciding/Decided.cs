using Bartizan.Core.Elevation;
using Bartizan.Identity.AuthZen.Access;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Policy;

namespace Bartizan.Identity.AuthZen.Deciding;

/// <summary>What became of one evaluation: policies answered, or it could not be asked at all and is denied.</summary>
internal sealed record Decided
{
    private static readonly AuthorizationAnswer Nothing = new(false, [], []);

    /// <summary>The question, or null where what was sent is none.</summary>
    public Question? Question { get; init; }

    /// <summary>What the policies say; a denial without reasons where they were not asked.</summary>
    public AuthorizationAnswer Answer { get; init; } = Nothing;

    /// <summary>Why policies were not asked, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Paths of what the caller sent and has no part in the decision.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>How people can be asked for what is denied; null where they cannot.</summary>
    public RequestableDenial? Denial { get; init; }

    /// <summary>The grant by which it is allowed; null where it is allowed by policy alone.</summary>
    public GrantedRequest? Granted { get; init; }

    /// <summary>What to do with an approval that was good for nothing; null where none was shown.</summary>
    public Outlook? Outlook { get; init; }

    /// <summary>Whether it is allowed.</summary>
    public bool Allowed => Answer.Allowed;

    /// <summary>A denial because policies could not be asked.</summary>
    public static Decided Unasked(string error, Question? question = null) => new() { Error = error, Question = question, Ignored = question?.Ignored ?? [] };
}
