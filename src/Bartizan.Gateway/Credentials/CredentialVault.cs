using Bartizan.Core.Credentials;

namespace Bartizan.Gateway.Credentials;

/// <summary>Where credentials are that are not in configuration.</summary>
/// <param name="Secrets">Secrets of the installation.</param>
/// <param name="Connections">What people let agents use at other servers; null where nobody can.</param>
/// <param name="Time">What time it is.</param>
internal sealed record CredentialVault(SecretBook Secrets, IAccountTokens? Connections, TimeProvider Time);
