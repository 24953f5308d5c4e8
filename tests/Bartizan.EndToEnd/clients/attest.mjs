// An instance of an agent: signs evidence as a local issuer would (jose), asks for an identity (openid-client) and uses it. Prints one line of JSON.
// MODE: keys | attest | use | socket
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import * as jose from 'jose';
import * as client from 'openid-client';

const { GATEWAY, MODE, ISSUER, ISSUER_KEY, PROOF_KEY, AGENT, TOKEN, JOIN, SOCKET, HELPER, HELPER_SECRET } = process.env;
const grant = 'urn:bartizan:params:oauth:grant-type:attestation';
const byIdentity = 'urn:bartizan:params:oauth:client-assertion-type:instance';
const chat = new URL('/openai/v1/chat/completions', GATEWAY);
const print = (result) => process.stdout.write(JSON.stringify(result));
const attempt = async (work) => {
  try {
    return await work();
  } catch (error) {
    return { error: error.error ?? error.message, status: error.status ?? error.cause?.status };
  }
};

const keyPair = async () => {
  const { d, ...open } = JSON.parse(PROOF_KEY);
  const ec = { name: 'ECDSA', namedCurve: 'P-256' };
  return {
    privateKey: await crypto.subtle.importKey('jwk', { ...open, d }, ec, false, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', open, ec, true, ['verify']),
  };
};
const connect = async () => {
  const config = await client.discovery(new URL(GATEWAY), AGENT, undefined, client.None(), { algorithm: 'oauth2', execute: [client.allowInsecureRequests] });
  return { config, DPoP: client.getDPoPHandle(config, await keyPair()) };
};
const evidence = async (changes = {}) => {
  const key = JSON.parse(ISSUER_KEY);
  return await new jose.SignJWT({
    repository: 'acme/invoices', repository_id: '74', repository_owner: 'acme', repository_owner_id: '65', ref: 'refs/heads/main', ...changes,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setSubject('repo:acme/invoices:ref:refs/heads/main').setIssuer(ISSUER).setAudience('bartizan-e2e').setIssuedAt().setExpirationTime('5m').setJti(crypto.randomUUID())
    .sign(await jose.importJWK(key, 'RS256'));
};
const use = async ({ config, DPoP }, token) => {
  const body = JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'hello' }] });
  const answer = await attempt(() => client.fetchProtectedResource(config, token, chat, 'POST', body, new Headers({ 'content-type': 'application/json' }), { DPoP }));
  return answer.status ?? answer.error;
};

if (MODE === 'keys') {
  const issuer = await jose.generateKeyPair('RS256', { extractable: true });
  const proof = await jose.generateKeyPair('ES256', { extractable: true });
  const open = { ...(await jose.exportJWK(issuer.publicKey)), kid: 'one', use: 'sig', alg: 'RS256' };
  print({ issuerKey: { ...(await jose.exportJWK(issuer.privateKey)), kid: 'one' }, set: { keys: [open] }, proofKey: await jose.exportJWK(proof.privateKey) });
} else if (MODE === 'attest') {
  const me = await connect();
  const ask = (shown) => attempt(() => client.genericGrantRequest(me.config, grant, { evidence: shown }, { DPoP: me.DPoP }));
  const result = { other: (await ask(await evidence({ repository: 'acme/other' }))).error };
  const shown = await evidence();
  const identity = await ask(shown);
  if (!identity.access_token) {
    throw new Error(JSON.stringify(identity));
  }

  const keys = jose.createRemoteJWKSet(new URL(me.config.serverMetadata().jwks_uri));
  const { payload } = await jose.jwtVerify(identity.access_token, keys, { issuer: GATEWAY, audience: GATEWAY, typ: 'at+jwt', algorithms: ['ES256'] });
  result.token = identity.access_token;
  result.instance = identity.instance;
  result.claims = [payload.sub, payload.client_id, payload.exp - payload.iat, payload.cnf.jkt === (await jose.calculateJwkThumbprint(JSON.parse(PROOF_KEY)))];
  result.used = await use(me, identity.access_token);
  result.bearer = (await fetch(chat, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${identity.access_token}` }, body: '{}' })).status;
  const thief = { config: me.config, DPoP: client.getDPoPHandle(me.config, await client.randomDPoPKeyPair('ES256')) };
  result.thief = [
    await use(thief, identity.access_token),
    (await attempt(() => client.genericGrantRequest(thief.config, grant, { evidence: shown }, { DPoP: thief.DPoP }))).error,
  ];
  result.own = (await attempt(() => client.genericGrantRequest(me.config, 'client_credentials', { client_assertion_type: byIdentity, client_assertion: identity.access_token }, { DPoP: me.DPoP }))).token_type;

  // Another agent acts for it, by what it named as its delegate.
  const helper = await client.discovery(new URL(GATEWAY), HELPER, undefined, client.ClientSecretPost(HELPER_SECRET), { algorithm: 'oauth2', execute: [client.allowInsecureRequests] });
  const helperKey = client.getDPoPHandle(helper, await client.randomDPoPKeyPair('ES256'));
  const child = await attempt(() => client.genericGrantRequest(
    helper,
    'urn:ietf:params:oauth:grant-type:token-exchange',
    { subject_token: identity.access_token, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' },
    { DPoP: helperKey },
  ));
  result.child = child.access_token ? [jose.decodeJwt(child.access_token).sub === payload.sub, jose.decodeJwt(child.access_token).act.sub === HELPER] : child;
  result.joined = [];
  for (const key of [thief, me]) {
    const joined = await attempt(() => client.genericGrantRequest(key.config, grant, { evidence: JOIN }, { DPoP: key.DPoP }));
    result.joined.push(joined.error ?? 'granted');
  }

  print(result);
} else if (MODE === 'use') {
  print({ status: await use(await connect(), TOKEN) });
} else {
  // Through the Unix socket: the kernel says who calls.
  const { privateKey, publicKey } = await keyPair();
  const jwk = await jose.exportJWK(publicKey);
  const send = async (path, nonce) => {
    const proof = await new jose.SignJWT({ htm: 'POST', htu: `${GATEWAY}/oauth/token`, ...(nonce ? { nonce } : {}) })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk }).setIssuedAt().setJti(crypto.randomUUID()).sign(privateKey);
    return await new Promise((resolve, reject) => {
      const body = new URLSearchParams({ grant_type: grant, client_id: AGENT }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length, DPoP: proof };
      request({ socketPath: SOCKET, path, method: 'POST', headers }, (answer) => {
        let text = '';
        answer.on('data', (part) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode, nonce: answer.headers['dpop-nonce'], json: text ? JSON.parse(text) : null }));
      }).on('error', reject).end(body);
    });
  };
  const first = await send('/oauth/token');
  const second = await send('/oauth/token', first.nonce);
  print({
    first: first.json.error,
    status: second.status,
    error: second.json.error ?? null,
    elsewhere: (await send('/openai/v1/chat/completions')).status,
    digest: createHash('sha256').update(readFileSync(process.execPath)).digest('hex'),
  });
}
