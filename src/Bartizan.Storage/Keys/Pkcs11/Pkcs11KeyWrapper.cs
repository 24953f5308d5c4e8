using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Results;
using Bartizan.Storage.Keys.Sealing;

namespace Bartizan.Storage.Keys.Pkcs11;

/// <summary>Wraps with AES-GCM under a key that never leaves its token. The same form as <see cref="LocalKeyWrapper"/>'s.</summary>
internal sealed unsafe class Pkcs11KeyWrapper : IKeyWrapper
{
    // PKCS #11 v2.40, Current Mechanisms: CKM_AES_GCM; Base: CKO_SECRET_KEY, CKK_AES and the types of attributes.
    private const nuint AesGcm = 0x1087;
    private const nuint ClassAttribute = 0;
    private const nuint LabelAttribute = 3;
    private const nuint KeyTypeAttribute = 0x100;
    private const nuint SecretKey = 4;
    private const nuint Aes = 0x1F;

    private readonly Pkcs11Module _module;
    private readonly nuint _session;
    private readonly nuint _key;

    /// <summary>Opens a session and finds the key.</summary>
    /// <exception cref="InputException">There is no such token or key, or the PIN is wrong.</exception>
    public Pkcs11KeyWrapper(Pkcs11Uri uri)
    {
        _module = Pkcs11Module.Load(uri.Module);
        var slots = _module.Slots().Where(s => _module.LabelOf(s) == uri.Token).ToList();
        if (slots.Count != 1)
        {
            throw new InputException(new InputError($"There are {slots.Count} tokens with the label {uri.Token}.", "Exactly one must have it: check the label and that the token is there."));
        }

        _session = _module.Open(slots[0]);
        try
        {
            if (!_module.Login(_session, Encoding.UTF8.GetBytes(uri.Pin())))
            {
                throw new InputException(new InputError($"The token {uri.Token} does not take the PIN in {uri.PinSource}.", "Correct it before the token locks itself."));
            }

            _key = Find(uri);
        }
        catch
        {
            _module.Close(_session);
            throw;
        }
    }

    /// <inheritdoc/>
    public string Wrap(byte[] dataKey, string context)
    {
        var nonce = RandomNumberGenerator.GetBytes(LocalKeyWrapper.NonceSize);
        var wrapped = With(nonce, context, mechanism => _module.Encrypt(_session, mechanism, _key, dataKey, dataKey.Length + LocalKeyWrapper.TagSize))!;
        return Convert.ToBase64String([.. nonce, .. wrapped]);
    }

    /// <inheritdoc/>
    public byte[]? Unwrap(string wrapped, string context)
    {
        var input = new byte[wrapped.Length];
        if (!Convert.TryFromBase64String(wrapped, input, out var length) || length < LocalKeyWrapper.NonceSize + LocalKeyWrapper.TagSize)
        {
            return null;
        }

        return With(input[..LocalKeyWrapper.NonceSize], context, mechanism => _module.Decrypt(_session, mechanism, _key, input.AsSpan(LocalKeyWrapper.NonceSize, length - LocalKeyWrapper.NonceSize)));
    }

    /// <inheritdoc/>
    public void Dispose() => _module.Close(_session);

    private static byte[]? With(byte[] nonce, string context, Func<Mechanism, byte[]?> use)
    {
        var bytes = Encoding.UTF8.GetBytes(context);
        fixed (byte* nonceAt = nonce)
        fixed (byte* contextAt = bytes)
        {
            var parameters = new GcmParameters
            {
                Nonce = (nint)nonceAt,
                NonceLength = (nuint)nonce.Length,
                NonceBits = (nuint)nonce.Length * 8,
                Context = (nint)contextAt,
                ContextLength = (nuint)bytes.Length,
                TagBits = LocalKeyWrapper.TagSize * 8,
            };
            return use(new Mechanism { Type = AesGcm, Parameter = (nint)(&parameters), Length = (nuint)Marshal.SizeOf<GcmParameters>() });
        }
    }

    private nuint Find(Pkcs11Uri uri)
    {
        var (kind, type, label) = (SecretKey, Aes, Encoding.UTF8.GetBytes(uri.Label));
        fixed (byte* labelAt = label)
        {
            var found = _module.Find(
                _session,
                [
                    new() { Type = ClassAttribute, Value = (nint)(&kind), Length = (nuint)sizeof(nuint) },
                    new() { Type = KeyTypeAttribute, Value = (nint)(&type), Length = (nuint)sizeof(nuint) },
                    new() { Type = LabelAttribute, Value = (nint)labelAt, Length = (nuint)label.Length },
                ]);
            return found.Length == 1
                ? found[0]
                : throw new InputException(new InputError($"The token {uri.Token} has {(found.Length == 0 ? "no" : "several")} AES keys with the label {uri.Label}.", "Exactly one must have it: make one on the token, of 256 bits."));
        }
    }
}
