// An agent with a bound token hands on less to a helper by its own signature (docs/mandates.md), and the helper uses it: with jose and nothing of ours.
import { createHash, randomUUID } from 'node:crypto';
import { SignJWT, base64url, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

const { GATEWAY, OWNER, OWNER_SECRET, HELPER } = process.env;
const digest = (text) => base64url.encode(createHash('sha256').update(text).digest());
const keys = async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  return { privateKey, jwk, thumbprint: await calculateJwkThumbprint(jwk) };
};
const [owner, helper, thief] = [await keys(), await keys(), await keys()];

async function send(key, path, body, headers, token) {
  for (let nonce; ;) {
    const claims = { htm: 'POST', htu: GATEWAY + path, jti: randomUUID(), ...(nonce && { nonce }), ...(token && { ath: digest(token) }) };
    const proof = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: key.jwk }).setIssuedAt().sign(key.privateKey);
    const answer = await fetch(GATEWAY + path, { method: 'POST', body, headers: { ...headers, dpop: proof } });
    const text = await answer.text();
    if (nonce || !text.includes('use_dpop_nonce')) return { status: answer.status, text };
    nonce = answer.headers.get('dpop-nonce');
  }
}

const use = async (key, token) => (await send(key, '/openai/v1/chat/completions', JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'hello' }] }),
  { 'content-type': 'application/json', authorization: `DPoP ${token}` }, token)).status;

const given = await send(owner, '/oauth/token', new URLSearchParams({
  grant_type: 'client_credentials',
  authorization_details: JSON.stringify([{ type: 'bartizan_mandate', purpose: 'refund order 17', limits: ['5 requests'], depth: 1 }]),
}), { authorization: `Basic ${Buffer.from(`${OWNER}:${OWNER_SECRET}`).toString('base64')}` });
const token = JSON.parse(given.text).access_token;

const hand = async (limits) => {
  const hop = await new SignJWT({ cnf: { jkt: helper.thumbprint }, ath: digest(token), authorization_details: [{ type: 'bartizan_mandate', limits }] })
    .setProtectedHeader({ alg: 'ES256', typ: 'bartizan-hop+jwt', jwk: owner.jwk })
    .setSubject(HELPER).setJti(randomUUID()).setIssuedAt().setExpirationTime('60s').sign(owner.privateKey);
  return `${token}~${hop}`;
};
const handed = await hand(['2 requests']);
console.log(JSON.stringify({
  helper: [await use(helper, handed), await use(helper, handed), await use(helper, handed)],
  thief: [await use(thief, handed), await use(owner, handed)],
  wider: await use(helper, await hand(['6 requests'])),
  owner: [await use(owner, token), await use(owner, token), await use(owner, token), await use(owner, token)],
}));
process.exit(0);
