import type { ApprovalChallenge, PasskeyChallenge } from '../api/types';

const es256 = -7;

export const toBytes = (base64url: string) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

export const toText = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Where this page has to be opened for passkeys, when it was opened by an address: browsers bind them to host names. */
export const passkeyAddress = (at: { hostname: string; port: string; protocol: string; pathname: string; search: string }) =>
  /^[\d.]+$|^\[/.test(at.hostname) ? `${at.protocol}//localhost${at.port && `:${at.port}`}${at.pathname}${at.search}` : null;

/** Lets the browser make a passkey that verifies its person. */
export async function makePasskey(challenge: PasskeyChallenge) {
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: toBytes(challenge.challenge),
      rp: { id: challenge.relyingParty, name: 'Bartizan' },
      user: { id: toBytes(challenge.user), name: challenge.name, displayName: challenge.name },
      pubKeyCredParams: [{ type: 'public-key', alg: es256 }],
      authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
      excludeCredentials: challenge.known.map((id) => ({ type: 'public-key', id: toBytes(id) })),
      attestation: 'none',
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return { attestation: toText(response.attestationObject), clientData: toText(response.clientDataJSON) };
}

/** Lets one of the person's passkeys sign an approval. */
export async function signWithPasskey(challenge: ApprovalChallenge) {
  if (challenge.credentials.length === 0) throw new Error('You have no passkey for this page. Make one first: your name, Passkeys.');
  const given = (await navigator.credentials.get({
    publicKey: {
      challenge: toBytes(challenge.challenge),
      rpId: challenge.relyingParty,
      allowCredentials: challenge.credentials.map((id) => ({ type: 'public-key', id: toBytes(id) })),
      userVerification: 'required',
    },
  })) as PublicKeyCredential;
  const response = given.response as AuthenticatorAssertionResponse;
  return { signature: toText(response.signature), authenticatorData: toText(response.authenticatorData), clientData: toText(response.clientDataJSON) };
}
