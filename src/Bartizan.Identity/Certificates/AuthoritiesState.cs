namespace Bartizan.Identity.Certificates;

/// <summary>The authorities that count now; swapped whole when their file changed.</summary>
/// <param name="current">Those that count first.</param>
public sealed class AuthoritiesState(CertificateAuthorities current)
{
    private volatile CertificateAuthorities _current = current;

    /// <summary>Those that count now.</summary>
    public CertificateAuthorities Current => _current;

    /// <summary>Has others count from now on, also on connections that are open.</summary>
    public void Swap(CertificateAuthorities authorities) => _current = authorities;
}
