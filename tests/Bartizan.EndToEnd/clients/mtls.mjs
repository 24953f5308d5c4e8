// An OAuth client that proves itself by its TLS certificate, and an instance that attests by one. Prints what they got as one line of JSON.
import https from 'node:https';
import * as client from 'openid-client';

const { GATEWAY, CLIENT, AGENT, CA, CERT, CERT_KEY } = process.env;
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

const token = await client.clientCredentialsGrant(await discover(CLIENT, client.TlsClientAuth(), certificate));
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
console.log(JSON.stringify(result));
