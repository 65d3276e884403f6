/** Tokens an attacker might try, made from a good one. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';

export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export function parts(token: string): { header: Record<string, unknown>; payload: Record<string, unknown>; signature: string } {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const decode = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return { header: decode(header), payload: decode(payload), signature };
}

/** A token with any header and payload, signed with a key the attacker does not have: what a check other than the signature's must refuse. */
export function forge(header: unknown, payload: unknown, key: Buffer, algorithm = 'sha256'): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createHmac(algorithm, key).update(input).digest('base64url')}`;
}

/** Name and token of each. `key` is the key that signed `good`. */
export function hostileTokens(good: string, key: Buffer): readonly (readonly [string, unknown])[] {
  const { header, payload, signature } = parts(good);
  const [head = '', body = ''] = good.split('.');
  const other = Buffer.alloc(32, 7);
  return [
    ['no algorithm and no signature', `${encode({ ...header, alg: 'none' })}.${body}.`],
    ['no algorithm but the signature', `${encode({ ...header, alg: 'none' })}.${body}.${signature}`],
    ['no signature', `${head}.${body}.`],
    ['no signature part', `${head}.${body}`],
    ['another algorithm of the family', forge({ ...header, alg: 'HS512' }, payload, key, 'sha512')],
    ['the right signature under another algorithm name', forge({ ...header, alg: 'HS384' }, payload, key)],
    ['an asymmetric algorithm', forge({ ...header, alg: 'RS256' }, payload, key)],
    ['an unknown key id', forge({ ...header, kid: '0000000000000000' }, payload, key)],
    ['a key id that is a path', forge({ ...header, kid: '../../dev/null' }, payload, Buffer.alloc(1))],
    ['no key id', forge({ alg: header['alg'], typ: header['typ'] }, payload, key)],
    ['a key id that every object has', forge({ ...header, kid: '__proto__' }, payload, key)],
    ['another type', forge({ ...header, typ: 'JWT' }, payload, key)],
    ['a critical extension', forge({ ...header, crit: ['b64'], b64: false }, payload, key)],
    ['a key that it brings along', forge({ ...header, jwk: { kty: 'oct', k: other.toString('base64url') } }, payload, other)],
    ['a signature by another key', forge(header, payload, other)],
    [
      'another user under the same signature',
      `${head}.${encode({ ...payload, sub: '00000000-0000-4000-8000-000000000000' })}.${signature}`,
    ],
    ['another issuer', forge(header, { ...payload, iss: 'somebody' }, key)],
    ['no issuer', forge(header, { ...payload, iss: undefined }, key)],
    ['another audience', forge(header, { ...payload, aud: 'elsewhere' }, key)],
    ['no audience', forge(header, { ...payload, aud: undefined }, key)],
    ['no user', forge(header, { ...payload, sub: undefined }, key)],
    ['a user in upper case', forge(header, { ...payload, sub: '3F2504E0-4F89-41D3-9A0C-0305E82C3301' }, key)],
    ['a user that is no UUID', forge(header, { ...payload, sub: 'admin' }, key)],
    ['a user that is no text', forge(header, { ...payload, sub: ['3f2504e0-4f89-41d3-9a0c-0305e82c3301'] }, key)],
    ['a payload that is a list', forge(header, [payload], key)],
    ['a payload that is null', forge(header, null, key)],
    ['a payload that is no JSON', forge(header, '{"sub":', key)],
    ['three dots', `${good}.`],
    ['a leading dot', `.${good}`],
    ['a space behind', `${good} `],
    ['a line break behind', `${good}\n`],
    ['padding behind', `${good}=`],
    ['only dots', '..'],
    ['nothing', ''],
    ['a huge token', `${good}${'A'.repeat(10_000_000)}`],
    ['a huge payload', forge(header, { ...payload, filler: 'x'.repeat(5_000) }, key)],
    ['not text: undefined', undefined],
    ['not text: null', null],
    ['not text: a number', 1],
    ['not text: a list', [good]],
    ['not text: bytes', Buffer.from(good)],
    ['not text: an object that turns into it', { toString: () => good }],
  ];
}

/** Every string that differs from `good` by one replaced, removed, added or cut character, and strings that have nothing to do with it. */
export function mutationsOf(good: string): fc.Arbitrary<unknown> {
  const at = fc.nat({ max: good.length - 1 });
  const letter = fc.oneof(fc.constantFrom(...Array.from('AQgwBCxyz019-_.=+/ ~\u0000é')), fc.string({ minLength: 1, maxLength: 1 }));
  const changed = fc.oneof(
    fc.tuple(at, letter).map(([index, by]) => good.slice(0, index) + by + good.slice(index + 1)),
    at.map((index) => good.slice(0, index) + good.slice(index + 1)),
    fc.tuple(at, letter).map(([index, by]) => good.slice(0, index) + by + good.slice(index)),
    at.map((index) => good.slice(0, index)),
    at.map((index) => good.slice(index + 1)),
    fc.tuple(at, at).map(([one, two]) => good.slice(0, one) + good.slice(two)),
  );
  return fc.oneof(
    { weight: 8, arbitrary: changed.filter((token) => token !== good) },
    fc.string({ maxLength: 600 }),
    fc.base64String({ maxLength: 400 }).map((text) => `${good.split('.')[0] ?? ''}.${text}.${good.split('.')[2] ?? ''}`),
    fc.anything(),
  );
}
