using System.Security.Cryptography;
using Bartizan.Core.Elevation;

namespace Bartizan.Testing.Stores;

/// <summary>A person with an account and a key, who approves.</summary>
public sealed class TestApprover(string account = "acc_ada", string name = "ada", params string[] roles)
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The person.</summary>
    public Approver Person { get; set; } = new(account, name, roles.Length == 0 ? ["approver"] : roles, true);

    /// <summary>Their key.</summary>
    public ApproverKey Key { get; set; } = new() { Id = "apk_" + name, Account = account, Name = name + "'s key", PublicKey = [], Created = DateTimeOffset.UnixEpoch };

    /// <summary>The key's public half.</summary>
    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    /// <summary>The key in PEM.</summary>
    public string Pem => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>The key with its public half, as it is registered.</summary>
    public ApproverKey Registered => Key with { PublicKey = PublicKey };

    /// <summary>A signed approval.</summary>
    public Approval Approve(AccessRequest request, int uses, DateTimeOffset until, DateTimeOffset at) => new()
    {
        Request = request.Id,
        Account = account,
        Name = name,
        Key = Key.Id,
        Uses = uses,
        Until = until,
        Proof = new ApprovalProof(_key.SignHash(ApprovalStatement.Of(request, account, uses, until).Hash())),
        At = at,
    };
}
