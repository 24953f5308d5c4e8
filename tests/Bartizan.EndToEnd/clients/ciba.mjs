// An agent asks a person without their browser (CIBA); the person answers in the console over HTTP. Prints what the agent got as one line of JSON.
import * as client from 'openid-client';
import { attempt, browser } from './person.mjs';

const { GATEWAY, CONSOLE, LINK, CLIENT, SECRET } = process.env;
const json = { 'content-type': 'application/json' };

const { call } = browser(CONSOLE);
const waiting = async () => (await call('GET', '/api/consents/waiting')).items;
const answer = async (allow) => call('POST', `/api/consents/waiting/${(await waiting())[0].id}/answer`, { allow });

await call('POST', '/api/session/link', { token: new URLSearchParams(new URL(LINK).hash.slice(1)).get('token') });
const signedIn = await call('POST', '/api/session/account', { name: 'ada', password: 'a rather long walk on the wall' });
const result = {};

const config = await client.discovery(new URL(GATEWAY), CLIENT, undefined, client.ClientSecretBasic(SECRET), { algorithm: 'oauth2', execute: [client.allowInsecureRequests] });
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
const wish = { scope: 'openid read', login_hint: 'ada', binding_message: 'W4SCT', authorization_details: JSON.stringify([{ type: 'bartizan_use', models: ['demo-openai'] }]) };

// The account was made a moment ago; the authorization server hears of it within half a second.
let asked;
for (let i = 0; i < 50 && !asked; i++) {
  if (await attempt(async () => { asked = await client.initiateBackchannelAuthentication(config, wish); }) !== 'granted') await new Promise((resolve) => setTimeout(resolve, 200));
}
const [question] = await waiting();
result.question = [question.name, question.owner, question.message, question.use.scopes, question.use.models];
const polling = client.pollBackchannelAuthenticationGrant(config, asked, undefined, { DPoP });
setTimeout(() => void answer(true), 1_000);
const tokens = await polling;
const payload = JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url'));
result.token = [tokens.token_type, payload.sub === signedIn.person.id, payload.act.sub === CLIENT, 'refresh_token' in tokens, payload.scope];
result.signIn = [payload.acr, Math.abs(Date.now() / 1000 - payload.auth_time) < 120, config.serverMetadata().acr_values_supported.length];
const chat = new URL('/openai/v1/chat/completions', GATEWAY);
const use = async (model) => (await client.fetchProtectedResource(
  config, tokens.access_token, chat, 'POST', JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }), new Headers(json), { DPoP })).status;
result.used = [await use('demo-openai'), await use('demo-anthropic')];

const again = await attempt(() => client.genericGrantRequest(config, 'urn:openid:params:grant-type:ciba', { auth_req_id: asked.auth_req_id }, { DPoP }));
const second = await client.initiateBackchannelAuthentication(config, wish);
await answer(false);
const denied = await attempt(() => client.pollBackchannelAuthenticationGrant(config, second));
result.refused = [again, denied, await attempt(() => client.initiateBackchannelAuthentication(config, wish))];
console.log(JSON.stringify(result));
