// Drives real OAuth clients against the authorization server and prints what they got as one line of JSON.
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';

const { GATEWAY, OWNER, OWNER_SECRET, HELPER, HELPER_SECRET, SIGNER, SIGNER_KEY } = process.env;
const issuer = new URL(GATEWAY);
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const chat = new URL('/openai/v1/chat/completions', GATEWAY);
const json = new Headers({ 'content-type': 'application/json' });
const ask = (model) => JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] });
const discover = (id, auth) => client.discovery(issuer, id, undefined, auth, { algorithm: 'oauth2', execute: [client.allowInsecureRequests] });
const attempt = async (work) => {
  try {
    await work();
    return 'granted';
  } catch (error) {
    return error.error ?? error.message;
  }
};
const status = async (token, model = 'demo-openai', scheme = 'Bearer') =>
  (await fetch(chat, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `${scheme} ${token}` }, body: ask(model) })).status;

const result = {};
const owner = await discover(OWNER, client.ClientSecretBasic(OWNER_SECRET));
const helper = await discover(HELPER, client.ClientSecretPost(HELPER_SECRET));
const signer = await discover(SIGNER, client.PrivateKeyJwt(await jose.importPKCS8(SIGNER_KEY, 'ES256')));
const keys = jose.createRemoteJWKSet(new URL(owner.serverMetadata().jwks_uri));
const verify = (token) => jose.jwtVerify(token, keys, { issuer: GATEWAY, audience: GATEWAY, typ: 'at+jwt', algorithms: ['ES256'] });

// Client credentials, by each of the three ways to prove who asks.
const root = await client.clientCredentialsGrant(owner, { resource: GATEWAY, scope: 'read write' });
const verified = await verify(root.access_token);
result.verified = [verified.payload.sub === OWNER, verified.payload.scope, verified.payload.exp - verified.payload.iat, verified.protectedHeader.kid === (await jose.calculateJwkThumbprint((await (await fetch(owner.serverMetadata().jwks_uri)).json()).keys[0]))];
result.post = (await verify((await client.clientCredentialsGrant(helper)).access_token)).payload.sub === HELPER;
result.assertion = (await verify((await client.clientCredentialsGrant(signer)).access_token)).payload.sub === SIGNER;
result.secondAssertion = await attempt(() => client.clientCredentialsGrant(signer));
result.used = await status(root.access_token);

// Token exchange: narrower is granted, wider and circles are not.
const swap = (config, subject, more = {}, options = undefined) =>
  client.genericGrantRequest(config, exchange, { subject_token: subject, subject_token_type: accessToken, ...more }, options);
const details = (models) => JSON.stringify([{ type: 'bartizan_use', models }]);
const child = await swap(helper, root.access_token, { scope: 'read', authorization_details: details(['demo-openai']) });
const { payload } = await verify(child.access_token);
result.child = [payload.sub === OWNER, payload.act.sub === HELPER, payload.act.act ?? null, payload.scope, payload.exp - payload.iat, payload.txn === verified.payload.txn, child.issued_token_type];
result.childUsed = [await status(child.access_token), await status(child.access_token, 'demo-other')];
result.wider = [
  await attempt(() => swap(signer, child.access_token, { scope: 'write' })),
  await attempt(() => swap(signer, child.access_token, { authorization_details: details(['*']) })),
  await attempt(() => swap(signer, child.access_token, { resource: 'https://elsewhere.example' })),
];
result.narrower = await attempt(() => swap(signer, child.access_token, { scope: 'read' }));
result.loop = await attempt(() => swap(helper, child.access_token));
result.stranger = await attempt(() => swap(signer, root.access_token));

// DPoP: the nonce is learned by itself; a stolen token is of no use.
const pair = await client.randomDPoPKeyPair('ES256');
const DPoP = client.getDPoPHandle(owner, pair);
const bound = await client.clientCredentialsGrant(owner, {}, { DPoP });
result.bound = [bound.token_type, (await verify(bound.access_token)).payload.cnf.jkt === (await jose.calculateJwkThumbprint(await jose.exportJWK(pair.publicKey)))];
const answer = await client.fetchProtectedResource(owner, bound.access_token, chat, 'POST', ask('demo-openai'), json, { DPoP });
result.boundUsed = [answer.status, (await answer.json()).choices.length];
result.again = (await client.fetchProtectedResource(owner, bound.access_token, chat, 'POST', ask('demo-openai'), json, { DPoP })).status;
result.stolen = [await status(bound.access_token), await status(bound.access_token, 'demo-openai', 'DPoP')];
const thief = client.getDPoPHandle(owner, await client.randomDPoPKeyPair('ES256'));
result.thief = await attempt(() => client.fetchProtectedResource(owner, bound.access_token, chat, 'POST', ask('demo-openai'), json, { DPoP: thief }));

// Introspection and revocation: what is derived goes with its parent.
result.active = [(await client.tokenIntrospection(helper, child.access_token)).active, (await client.tokenIntrospection(helper, bound.access_token)).active];
await client.tokenRevocation(owner, root.access_token);
result.revoked = [(await client.tokenIntrospection(helper, child.access_token)).active, await status(root.access_token), await status(child.access_token), await attempt(() => swap(helper, root.access_token))];

// oauth4webapi checks answers more strictly than anybody.
const insecure = { [oauth.allowInsecureRequests]: true };
const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }));
const own = { client_id: OWNER };
const granted = await oauth.processClientCredentialsResponse(server, own, await oauth.clientCredentialsGrantRequest(server, own, oauth.ClientSecretBasic(OWNER_SECRET), {}, insecure));
const claims = await oauth.validateJwtAccessToken(server, new Request(chat, { headers: { authorization: `Bearer ${granted.access_token}` } }), GATEWAY, insecure);
result.strict = [granted.token_type, claims.client_id === OWNER, claims.aud];

// The helper's last token, for the test to see it end with its agent.
result.last = (await client.clientCredentialsGrant(helper)).access_token;
console.log(JSON.stringify(result));
