using Bartizan.Core.Identity;

namespace Bartizan.Identity.Tests.Agents;

/// <summary>Secrets that a test can foretell.</summary>
internal sealed class FixedSecrets : IAccessKeySecrets
{
    public string SecretOf(string accessKeyId) => "secret of " + accessKeyId;
}
