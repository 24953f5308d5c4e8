// A person signs in to the console over HTTP and lets real OAuth clients act for them; prints what these got as one line of JSON.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { attempt, browser } from './person.mjs';

const { GATEWAY, CONSOLE, LINK, APP, BACK, BACK_SECRET, HELPER, HELPER_SECRET } = process.env;
const issuer = new URL(GATEWAY);
const json = { 'content-type': 'application/json' };
const chat = new URL('/openai/v1/chat/completions', GATEWAY);
const ask = JSON.stringify({ model: 'demo-openai', messages: [{ role: 'user', content: 'hello' }] });

const { call } = browser(CONSOLE);
async function consent(url, allow = true) {
  const asked = await fetch(url, { redirect: 'manual' });
  const page = new URL(asked.headers.get('location'));
  if (page.origin !== new URL(CONSOLE).origin) return { question: null, redirect: page };
  const id = page.searchParams.get('request');
  const question = await call('GET', `/api/consents/requests/${id}`);
  const { redirect } = await call('POST', `/api/consents/requests/${id}/answer`, { allow });
  return { question, redirect: new URL(redirect) };
}

await call('POST', '/api/session/link', { token: new URLSearchParams(new URL(LINK).hash.slice(1)).get('token') });
const signedIn = await call('POST', '/api/session/account', { name: 'ada', password: 'a rather long walk on the wall' });
const result = {};

// openid-client: pushed request, code with PKCE and iss, a token bound to a key, refresh, call, exchange by a sub-agent.
const config = await client.discovery(issuer, BACK, undefined, client.ClientSecretBasic(BACK_SECRET), { algorithm: 'oauth2', execute: [client.allowInsecureRequests] });
const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
const verify = async (token) => (await jose.jwtVerify(token, keys, { issuer: GATEWAY, audience: GATEWAY, typ: 'at+jwt' })).payload;
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const parameters = {
  redirect_uri: 'https://app.example/callback', scope: 'read', state, resource: GATEWAY,
  code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
};
const pushed = await client.buildAuthorizationUrlWithPAR(config, parameters, { DPoP });
result.pushed = [...pushed.searchParams.keys()].sort();
const allowed = await consent(pushed);
result.question = [allowed.question.name, allowed.question.vouched, allowed.question.redirectHost, allowed.question.remembered];
const first = await client.authorizationCodeGrant(config, allowed.redirect, { pkceCodeVerifier: verifier, expectedState: state }, { resource: GATEWAY }, { DPoP });
const payload = await verify(first.access_token);
result.code = [first.token_type, payload.sub === signedIn.person.id, payload.act.sub === BACK, payload.client_id === BACK, payload.scope];
const renewed = await client.refreshTokenGrant(config, first.refresh_token, undefined, { DPoP });
const used = await client.fetchProtectedResource(config, renewed.access_token, chat, 'POST', ask, new Headers(json), { DPoP });
result.used = [used.status, (await used.json()).choices.length];
const helper = await client.discovery(issuer, HELPER, undefined, client.ClientSecretBasic(HELPER_SECRET), { algorithm: 'oauth2', execute: [client.allowInsecureRequests] });
const helperKey = client.getDPoPHandle(helper, await client.randomDPoPKeyPair('ES256'));
const handed = await client.genericGrantRequest(helper, 'urn:ietf:params:oauth:grant-type:token-exchange', {
  subject_token: renewed.access_token, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
}, { DPoP: helperKey });
const chain = await verify(handed.access_token);
result.handed = [chain.sub === signedIn.person.id, chain.act.sub === HELPER, chain.act.act.sub === BACK];
result.reused = [await attempt(() => client.refreshTokenGrant(config, first.refresh_token, undefined, { DPoP })), await attempt(() => client.refreshTokenGrant(config, renewed.refresh_token, undefined, { DPoP }))];
result.opened = (await fetch(pushed, { redirect: 'manual' })).status;
const denied = await consent(client.buildAuthorizationUrl(config, parameters), false);
result.denied = await attempt(() => client.authorizationCodeGrant(config, denied.redirect, { pkceCodeVerifier: verifier, expectedState: state }));

// oauth4webapi, as an app without a secret on the person's own machine, any port.
const insecure = { [oauth.allowInsecureRequests]: true };
const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }));
const app = { client_id: APP };
const appVerifier = oauth.generateRandomCodeVerifier();
const redirectUri = 'http://127.0.0.1:4711/callback';
const appUrl = new URL(server.authorization_endpoint);
appUrl.search = new URLSearchParams({
  client_id: APP, response_type: 'code', redirect_uri: redirectUri, scope: 'read', state: 'app-state',
  code_challenge: await oauth.calculatePKCECodeChallenge(appVerifier), code_challenge_method: 'S256',
});
const answered = await consent(appUrl);
result.app = [answered.question.staysHere, answered.redirect.port];
const checked = oauth.validateAuthResponse(server, app, answered.redirect, 'app-state');
const exchange = () => oauth.authorizationCodeGrantRequest(server, app, oauth.None(), checked, redirectUri, appVerifier, insecure);
const tokens = await oauth.processAuthorizationCodeResponse(server, app, await exchange());
const appCall = async () => (await fetch(chat, { method: 'POST', headers: { ...json, authorization: `Bearer ${tokens.access_token}` }, body: ask })).status;
result.appUsed = await appCall();
const mixed = new URL(answered.redirect);
mixed.searchParams.set('iss', 'https://other.example');
result.mixed = await attempt(() => oauth.validateAuthResponse(server, app, mixed, 'app-state'));

// The official conformance suite asks for the page to be opened, and waits for the answer.
result.conformance = await conformance();

// The person takes it back, and a code that comes a second time is refused.
await call('POST', `/api/consents/${APP}/disconnect`);
for (let i = 0; i < 100 && (await appCall()) === 200; i++) await new Promise((resolve) => setTimeout(resolve, 50));
result.disconnected = [await appCall(), (await (await exchange()).json()).error, (await call('GET', '/api/consents')).items.map((item) => item.agent === BACK)];
result.token = (await client.authorizationCodeGrant(config, (await consent(client.buildAuthorizationUrl(config, parameters))).redirect, { pkceCodeVerifier: verifier, expectedState: state })).access_token;
console.log(JSON.stringify(result));
process.exit(0);

async function conformance() {
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
  const folder = await mkdtemp(join(tmpdir(), 'as-conformance-'));
  const suite = new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [suite, 'authorization', '--url', GATEWAY, '--client-id', APP, '--resource', GATEWAY, '-p', String(port), '-o', folder]);
  let said = '';
  let opened = false;
  const open = (text) => {
    said += text;
    const url = said.match(/https?:\/\/\S*\/oauth\/authorize\?\S+(?=\s)/)?.[0];
    if (url && !opened) {
      opened = true;
      consent(new URL(url)).then(({ redirect }) => fetch(redirect), (error) => (said += error));
    }
  };
  child.stdout.on('data', (data) => open(data.toString()));
  child.stderr.on('data', (data) => open(data.toString()));
  const patience = setTimeout(() => child.kill(), 60_000);
  await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(patience);
  const checks = [];
  for (const scenario of await readdir(folder)) {
    for (const { id, status } of JSON.parse(await readFile(join(folder, scenario, 'checks.json')))) checks.push(`${id} ${status}`);
  }
  await rm(folder, { recursive: true });
  return checks.length > 0 ? checks.sort() : said;
}
