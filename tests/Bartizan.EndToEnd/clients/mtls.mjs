// An OAuth client that proves itself by its TLS certificate, and an instance that attests by one. Prints what they got as one line of JSON.
import { createHash, X509Certificate } from 'node:crypto';
import https from 'node:https';
import * as client from 'openid-client';

const { GATEWAY, CLIENT, AGENT, CA, CERT, CERT_KEY, HELPER, HELPER_CERT, HELPER_KEY } = process.env;
const through = (tls) => (url, { method, headers, body }) =>
  new Promise((resolve, reject) => {
    const request = https.request(url, { method, headers: Object.fromEntries(new Headers(headers)), ca: CA, ...tls }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
        resolve(new Response(Buffer.concat(parts), { status: answer.statusCode, headers: Object.fromEntries(told) }));
      });
      answer.on('error', reject);
    });
    request.on('error', reject);
    request.end(body ? String(body) : undefined);
  });
const discover = (id, auth, tls) => client.discovery(new URL(GATEWAY), id, undefined, auth, { algorithm: 'oauth2', [client.customFetch]: through(tls) });
const attempt = async (work) => {
  try {
    await work();
    return 'granted';
  } catch (error) {
    return error.error ?? error.message;
  }
};
const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
const certificate = { cert: CERT, key: CERT_KEY };
const result = {};

const mine = await discover(CLIENT, client.TlsClientAuth(), certificate);
const token = await client.clientCredentialsGrant(mine);
result.token = [claims(token.access_token).sub === CLIENT, token.token_type];
const bare = await discover(CLIENT, client.TlsClientAuth(), {});
result.without = await attempt(() => client.clientCredentialsGrant(bare));

const attest = async (tls) => {
  const config = await discover(AGENT, client.None(), tls);
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
  return client.genericGrantRequest(config, 'urn:bartizan:params:oauth:grant-type:attestation', { evidence: 'certificate' }, { DPoP });
};
const identity = await attest(certificate);
result.identity = [claims(identity.access_token).sub.startsWith('spiffe://'), typeof identity.instance === 'string'];
result.noEvidence = await attempt(() => attest({}));

// Its token is bound to the certificate, and so is what comes of it, to that of its own holder (RFC 8705 section 3).
const digest = (pem) => createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');
const boundTo = (text) => claims(text).cnf['x5t#S256'];
const use = async (config, text, options) => {
  try {
    return (await client.fetchProtectedResource(config, text, new URL('/openai/v1/models', GATEWAY), 'GET', undefined, undefined, options)).status;
  } catch (error) {
    return error.status ?? error.message;
  }
};
const others = await discover(HELPER, client.TlsClientAuth(), { cert: HELPER_CERT, key: HELPER_KEY });
result.bound = [mine.serverMetadata().tls_client_certificate_bound_access_tokens, boundTo(token.access_token) === digest(CERT)];
result.used = [await use(mine, token.access_token), await use(bare, token.access_token), await use(others, token.access_token)];
const keys = await client.randomDPoPKeyPair('ES256');
const DPoP = client.getDPoPHandle(mine, keys);
const both = await client.clientCredentialsGrant(mine, undefined, { DPoP });
result.both = [both.token_type, await use(mine, both.access_token, { DPoP }), await use(bare, both.access_token, { DPoP: client.getDPoPHandle(bare, keys) })];
const handed = await client.genericGrantRequest(others, 'urn:ietf:params:oauth:grant-type:token-exchange', {
  subject_token: token.access_token, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
});
result.handed = [boundTo(handed.access_token) === digest(HELPER_CERT), await use(others, handed.access_token), await use(mine, handed.access_token)];
console.log(JSON.stringify(result));
