// A call is refused until the person signs in anew (RFC 9470): the client does what the challenge says, and nothing gets around it. Prints what happened as one line of JSON.
import * as client from 'openid-client';
import { browser } from './person.mjs';

const { GATEWAY, CONSOLE, LINK, CLIENT, SECRET, MODEL, PLAIN } = process.env;
const json = { 'content-type': 'application/json' };
const chat = new URL('/openai/v1/chat/completions', GATEWAY);
const password = 'a rather long walk on the wall';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const person = browser(CONSOLE);
async function call(method, path, body) {
  const answer = await person.ask(method, path, body);
  return { status: answer.status, ...answer.body };
}
// Signs in anew where the question asks for it, as the page has it done.
async function consent(url, signsIn = true) {
  const asked = await fetch(url, { redirect: 'manual' });
  const id = new URL(asked.headers.get('location')).searchParams.get('request');
  const question = await call('GET', `/api/consents/requests/${id}`);
  const first = await call('POST', `/api/consents/requests/${id}/answer`, { allow: true });
  if (!question.needsSignIn || !signsIn) return { question, first, redirect: first.redirect && new URL(first.redirect) };
  await call('POST', '/api/session/sign-out');
  person.forget();
  await call('POST', '/api/session/password', { name: 'ada', password });
  const after = await call('GET', `/api/consents/requests/${id}`);
  const { redirect } = await call('POST', `/api/consents/requests/${id}/answer`, { allow: true });
  return { question, first, after, redirect: new URL(redirect) };
}

await call('POST', '/api/session/link', { token: new URLSearchParams(new URL(LINK).hash.slice(1)).get('token') });
await call('POST', '/api/session/account', { name: 'ada', password });
const result = {};

const config = await client.discovery(new URL(GATEWAY), CLIENT, undefined, client.ClientSecretBasic(SECRET), { algorithm: 'oauth2', execute: [client.allowInsecureRequests] });
async function authorize(more, signsIn) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: 'https://app.example/callback', scope: 'read', state, ...more,
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  const answered = await consent(url, signsIn);
  const tokens = answered.redirect && (await client.authorizationCodeGrant(config, answered.redirect, { pkceCodeVerifier: verifier, expectedState: state }));
  return { ...answered, tokens };
}
const claims = (tokens) => JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url'));
// Its status; and what the challenge asks for, where it is one.
async function use(tokens, model = MODEL) {
  try {
    const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] });
    return { status: (await client.fetchProtectedResource(config, tokens.access_token, chat, 'POST', body, new Headers(json))).status };
  } catch (error) {
    return { status: error.status, challenge: error.cause?.find?.((c) => c.parameters.error === 'insufficient_user_authentication')?.parameters, told: await error.response?.text() };
  }
}

// The account is as old as the sign-in: soon the token is good for everything but what wants a fresh one.
let old = await authorize({});
let refused = await use(old.tokens);
for (let i = 0; i < 300 && refused.status === 200; i++) {
  await pause(200);
  refused = await use(old.tokens);
}
result.refused = [refused.status, refused.challenge?.max_age, refused.challenge?.acr_values, JSON.parse(refused.told).error.code, (await use(old.tokens, PLAIN)).status];

// Going on without the person, and asking anew without the demand, bring no fresher sign-in.
const renewed = await client.refreshTokenGrant(config, old.tokens.refresh_token);
const unasked = await authorize({});
result.around = [(await use(renewed)).status, unasked.question.remembered, (await use(unasked.tokens)).status];

// As the challenge says. The person consented before, and says yes with the old sign-in: that is not enough.
const demand = { max_age: refused.challenge.max_age, acr_values: refused.challenge.acr_values };
const stubborn = await authorize(demand, false);
result.stubborn = [stubborn.question.needsSignIn, stubborn.question.remembered, stubborn.first.status, stubborn.first.code ?? stubborn.first.type];
let fresh, used;
for (let i = 0; i < 3 && used?.status !== 200; i++) {
  fresh = await authorize(demand);
  used = await use(fresh.tokens);
}
result.fresh = [fresh.question.needsSignIn, fresh.first.status, fresh.after.needsSignIn, claims(fresh.tokens).auth_time > claims(old.tokens).auth_time, claims(fresh.tokens).acr];
result.used = used.status;
// The old token has not become better by it.
result.still = (await use(old.tokens)).status;

// A way of signing in that nobody here knows is refused before anybody is asked.
const unknown = new URL(client.buildAuthorizationUrl(config, {
  redirect_uri: 'https://app.example/callback', scope: 'read', acr_values: 'urn:example:gold',
  code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()), code_challenge_method: 'S256',
}));
result.unknown = new URL((await fetch(unknown, { redirect: 'manual' })).headers.get('location')).searchParams.get('error');
console.log(JSON.stringify(result));
