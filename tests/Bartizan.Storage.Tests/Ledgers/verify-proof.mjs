// Checks a ledger proof, and all entries of a ledger, with nothing but Node's crypto: a second opinion that shares no code with Bartizan.
// stdin: { proof: <tlog-proof text>, entry: <text>, key: <verifier key>, entries: [<text>...] }; prints "ok" or why not.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leaf = entry => sha256(Buffer.from([0]), entry);
const node = (left, right) => sha256(Buffer.from([1]), left, right);
const fail = why => { console.log(why); process.exit(1); };

function root(entries) {
  if (entries.length === 1) return leaf(entries[0]);
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  return node(root(entries.slice(0, split)), root(entries.slice(split)));
}

// RFC 6962 audit path, walked by recursion from the top (RFC 9162's algorithm, which Bartizan uses, walks from the bottom).
function rootFromPath(hash, index, size, path) {
  if (size === 1) return path.length === 0 ? hash : fail('path too long');
  if (path.length === 0) fail('path too short');
  let split = 1;
  while (split * 2 < size) split *= 2;
  const [last, rest] = [path.at(-1), path.slice(0, -1)];
  return index < split
    ? node(rootFromPath(hash, index, split, rest), last)
    : node(last, rootFromPath(hash, index - split, size - split, rest));
}

const input = JSON.parse(readFileSync(0, 'utf8'));
const [header, indexLine, ...rest] = input.proof.split('\n');
if (header !== 'c2sp.org/tlog-proof@v1' || !/^index (0|[1-9]\d*)$/.test(indexLine)) fail('not a tlog-proof');
const empty = rest.indexOf('');
const path = rest.slice(0, empty).map(line => Buffer.from(line, 'base64'));
const note = rest.slice(empty + 1).join('\n');

const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
const [origin, size, rootLine, end] = text.split('\n');
if (end !== '') fail('checkpoint does not end after three lines');
const [name, id, key] = input.key.split('+').length === 3 ? input.key.split('+') : [...input.key.split('+', 2), input.key.split('+').slice(2).join('+')];
const keyBytes = Buffer.from(key, 'base64');
if (name !== origin || keyBytes[0] !== 2) fail('wrong key');
const spki = keyBytes.subarray(1);
if (sha256(spki).subarray(0, 4).toString('hex') !== id) fail('wrong key id');

const signed = note.slice(text.length + 1).trimEnd().split('\n').some(line => {
  const [dash, signer, base64] = line.split(' ');
  const bytes = Buffer.from(base64, 'base64');
  return dash === '\u2014' && signer === name && bytes.subarray(0, 4).toString('hex') === id
    && verify('sha256', Buffer.from(text), { key: createPublicKey({ key: spki, format: 'der', type: 'spki' }), dsaEncoding: 'der' }, bytes.subarray(4));
});
if (!signed) fail('checkpoint is not signed by the key');

const expected = Buffer.from(rootLine, 'base64');
const index = Number(indexLine.slice('index '.length));
if (!rootFromPath(leaf(Buffer.from(input.entry)), index, Number(size), path).equals(expected)) fail('entry is not in the tree');
const entries = input.entries.map(entry => Buffer.from(entry));
if (entries.length !== Number(size) || !root(entries).equals(expected)) fail('entries are not those of the checkpoint');
let previous = Buffer.alloc(32);
for (const [at, entry] of entries.entries()) {
  const lines = entry.toString().split('\n');
  if (lines[1] !== `seq ${at + 1}` || lines[7] !== `prev sha256:${previous.toString('hex')}`) fail(`entry ${at + 1} is not chained`);
  previous = leaf(entry);
}
console.log('ok');
