using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;

namespace Bartizan.Storage.Access;

/// <summary>A row of <c>access_requests</c>, without the call.</summary>
internal sealed class RequestRow
{
    public required string Id { get; init; }

    public required string Agent { get; init; }

    public required string AgentName { get; init; }

    public required string Owner { get; init; }

    public required string Chain { get; init; }

    public required string Action { get; init; }

    public required string Resource { get; init; }

    public required string Digest { get; init; }

    public required string Exchange { get; init; }

    public required string Policies { get; init; }

    public long State { get; init; }

    public long Created { get; init; }

    public long Ends { get; init; }

    public long Asked { get; init; }

    public string? DeniedBy { get; init; }

    public string? Reason { get; init; }

    public string? Automatic { get; init; }

    public AccessRequest ToRequest(DateTimeOffset now)
    {
        var (state, ends) = ((AccessRequestState)State, SqliteTime.FromMicroseconds(Ends));
        return new AccessRequest
        {
            Id = Id,
            Agent = new ChainMember(Agent, AgentName, Owner),
            Chain = JsonSerializer.Deserialize<ChainMember[]>(Chain, EventFacts.Options)!,
            Action = Action,
            Resource = Resource,
            Digest = Digest,
            Exchange = Exchange,
            Policies = JsonSerializer.Deserialize<HeldPolicy[]>(Policies, EventFacts.Options)!,
            State = state == AccessRequestState.Waiting && ends <= now ? AccessRequestState.Expired : state,
            Created = SqliteTime.FromMicroseconds(Created),
            Ends = ends,
            Asked = (int)Asked,
            DeniedBy = DeniedBy,
            Reason = Reason,
            Automatic = Automatic is null ? null : JsonSerializer.Deserialize<AutomaticApproval>(Automatic, EventFacts.Options),
        };
    }
}

/// <summary>A row of <c>access_approvals</c>.</summary>
internal sealed class ApprovalRow
{
    public required string Request { get; init; }

    public required string Account { get; init; }

    public required string Name { get; init; }

    public required string Key { get; init; }

    public long Uses { get; init; }

    public long Until { get; init; }

    public required byte[] Signature { get; init; }

    public byte[]? AuthenticatorData { get; init; }

    public byte[]? ClientData { get; init; }

    public long At { get; init; }

    public Approval ToApproval() => new()
    {
        Request = Request,
        Account = Account,
        Name = Name,
        Key = Key,
        Uses = (int)Uses,
        Until = SqliteTime.FromMicroseconds(Until),
        Proof = new ApprovalProof(Signature, AuthenticatorData, ClientData),
        At = SqliteTime.FromMicroseconds(At),
    };
}

/// <summary>A row of <c>access_grants</c>.</summary>
internal sealed class GrantRow
{
    public required string Id { get; init; }

    public required string Request { get; init; }

    public required string Policy { get; init; }

    public long Uses { get; init; }

    public long Used { get; init; }

    public long Created { get; init; }

    public long Ends { get; init; }

    public long? Revoked { get; init; }

    public string? RevokedBy { get; init; }

    public Grant ToGrant() => new()
    {
        Id = Id,
        Request = Request,
        Policy = Policy,
        Uses = (int)Uses,
        Used = (int)Used,
        Created = SqliteTime.FromMicroseconds(Created),
        Ends = SqliteTime.FromMicroseconds(Ends),
        Revoked = Revoked is { } at ? SqliteTime.FromMicroseconds(at) : null,
        RevokedBy = RevokedBy,
    };
}

/// <summary>A row of <c>approver_keys</c>.</summary>
internal sealed class KeyRow
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required string Name { get; init; }

    public required byte[] PublicKey { get; init; }

    public byte[]? CredentialId { get; init; }

    public string? RelyingParty { get; init; }

    public string? Origin { get; init; }

    public long SignCount { get; init; }

    public long Created { get; init; }

    public long? Revoked { get; init; }

    public ApproverKey ToKey() => new()
    {
        Id = Id,
        Account = Account,
        Name = Name,
        PublicKey = PublicKey,
        Passkey = CredentialId is null ? null : new PasskeyFacts(CredentialId, RelyingParty!, Origin!, (uint)SignCount),
        Created = SqliteTime.FromMicroseconds(Created),
        Revoked = Revoked is { } at ? SqliteTime.FromMicroseconds(at) : null,
    };
}

/// <summary>The part of <c>accounts</c> that says whether its person may approve.</summary>
internal sealed class ApproverRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Roles { get; init; }

    public long? Disabled { get; init; }

    public Approver ToApprover() => new(Id, Name, [.. Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => r.ToLowerInvariant())], Disabled is null);
}
