import { expect, test } from 'vitest';
import { passkeyAddress, toBytes, toText } from './passkey';

const at = (hostname: string, port = '4181') => ({ hostname, port, protocol: 'http:', pathname: '/requests', search: '?request=arq_1' });

test('bytes survive base64url', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(toText(bytes.buffer)).not.toMatch(/[+/=]/);
  expect([...toBytes(toText(bytes.buffer))]).toEqual([...bytes]);
});

test('an address leads to the host name that stands for it', () => {
  expect(passkeyAddress(at('127.0.0.1'))).toBe('http://localhost:4181/requests?request=arq_1');
  expect(passkeyAddress(at('[::1]'))).toBe('http://localhost:4181/requests?request=arq_1');
  expect(passkeyAddress(at('localhost'))).toBeNull();
  expect(passkeyAddress(at('ai.example.com', ''))).toBeNull();
});
