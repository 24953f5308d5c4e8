using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Core.Elevation;

/// <summary>What an approver signs: this request, for this call, as these policies hold it, so often and so long. Nothing else can be made of the signature.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="Call">Digest of the call.</param>
/// <param name="Policies">Digest of the policies that hold it.</param>
/// <param name="Account">Id of the approver's account.</param>
/// <param name="Uses">How often.</param>
/// <param name="Until">Until when, to the second.</param>
public sealed record ApprovalStatement(string Request, string Call, string Policies, string Account, int Uses, DateTimeOffset Until)
{
    /// <summary>The statement of a person about a request.</summary>
    public static ApprovalStatement Of(AccessRequest request, string account, int uses, DateTimeOffset until) =>
        new(request.Id, request.Digest, HeldPolicy.DigestOf(request.Policies), account, uses, until);

    /// <summary>SHA-256 of the statement: what a key signs, and the challenge of a passkey.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(ToString()));

    /// <summary>The statement, a line for each part. Ids and digests hold no line breaks.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"bartizan access approval v1\n{Request}\n{Call}\n{Policies}\n{Account}\n{Uses}\n{Until.ToUnixTimeSeconds()}\n");
}
