// What the samples beside this have in common: tokens, and where they stop for a person.
import * as client from 'openid-client';
import { createInterface } from 'node:readline';

export const { GATEWAY, OWNER, OWNER_SECRET, HELPER, HELPER_SECRET } = process.env;

/** An agent that proves who it is by its secret. */
export const agent = (id, secret) =>
  client.discovery(new URL(GATEWAY), id, undefined, client.ClientSecretBasic(secret), { algorithm: 'oauth2', execute: [client.allowInsecureRequests] }); // http on loopback only

/** A new piece of work: a function that gives a token for it, a new one before the last ends. */
export const begin = (self, mandate) => renewing(mandate, (details) => client.clientCredentialsGrant(self, details));

/** A part of the work behind `token`, handed to `helper` with a narrower mandate: a function that gives tokens for that. */
export const delegate = (helper, token, mandate) => renewing(mandate, async (details) =>
  client.genericGrantRequest(helper, 'urn:ietf:params:oauth:grant-type:token-exchange', {
    subject_token: await token(),
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    ...details,
  }));

function renewing(mandate, grant) {
  let [said, token, until] = [mandate, undefined, 0];
  const ask = async () => {
    try {
      const got = await grant({ authorization_details: JSON.stringify([{ type: 'bartizan_mandate', ...said }]) });
      said = { mandate: got.authorization_details.find((d) => d.type === 'bartizan_mandate').mandate }; // the next goes on with it
      until = Date.now() + (got.expires_in - 10) * 1000;
      return got.access_token;
    } catch (error) {
      until = 0;
      throw error;
    }
  };
  return ({ renew = false } = {}) => {
    if (renew || Date.now() > until) {
      until = Infinity; // who comes meanwhile waits for the same token
      token = ask();
    }
    return token;
  };
}

/** `fetch` with the token of the moment, for what takes a `fetch` of its own. */
export const fetchWith = (token) => async (url, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${await token()}`);
  return fetch(url, { ...init, headers });
};

/** The access request that a text of a held call names, or undefined. */
export const requestIn = (text) => /arq_[a-z0-9]+/.exec(text)?.[0];

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Tells a person where the work stands, as one line of JSON, and waits until they press Enter. */
export async function pause(step) {
  console.log(JSON.stringify(step));
  await lines.next();
}

/** Tells what passed, waits for a person to end the work, and tells what each agent gets then, and what asking for a new token gives. */
export async function finish(result, { owner, helper, askOwner, askHelper, describe }) {
  await helper({ renew: true }); // good for as long as can be: what ends it is to be the person, not its time
  await pause({ step: 'passed', result });
  const failure = (work, tell) => work().then(() => [], tell);
  console.log(JSON.stringify({
    step: 'ended',
    owner: await failure(askOwner, describe),
    helper: await failure(askHelper, describe),
    renewal: await failure(() => owner({ renew: true }), (e) => e.error ?? e.status),
  }));
  process.exit(0);
}
