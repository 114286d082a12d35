import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashOf } from '../../../monitor/src/rules/canonical.ts';
import { openDatabase } from '../../../monitor/src/index/database.ts';
import { openSigning } from '../../../monitor/src/signing/index.ts';
import { parseLooseRules, type LooseRules } from '../../../src/feedback/reply.ts';
import { verifyRules } from '../../../src/feedback/verify/index.ts';

const content = { version: 1, name: 'ä', sample: 1, list: [{ b: 1, a: [true, null, 0.1] }] };
const head = { revision: 3, hash: hashOf(content), publishedAt: 1_700_000_000_000.5, dormant: false };

async function open() {
  const database = openDatabase(':memory:');
  const { ruleKey, sign } = await openSigning(database);
  const again = await openSigning(database);
  await database.destroy();
  expect(again.ruleKey).toBe(ruleKey);
  const signed = { ...head, rules: content, signatures: sign('shop', head) };
  return { ruleKey, signed };
}

function parse(value: object): LooseRules {
  // As it comes over the wire.
  const rules = parseLooseRules(JSON.parse(JSON.stringify(value)));
  if (rules === undefined) throw new Error('no rules');
  return rules;
}

const { subtle } = webcrypto as unknown as { subtle: SubtleCrypto };
/** A browser that has not heard of Ed25519. */
const older = new Proxy(subtle, {
  get(target, name) {
    if (name !== 'importKey') return Reflect.get(target, name).bind(target);
    return (...args: Parameters<SubtleCrypto['importKey']>) => {
      const { name: algorithm } = Object(args[2]) as { name: string };
      if (algorithm === 'Ed25519') return Promise.reject(new DOMException('what?', 'NotSupportedError'));
      return target.importKey(...args);
    };
  },
});

test.each([
  ['Ed25519', subtle],
  ['P-256', older],
])('a rule set that the monitor has signed is taken, by %s', async (_name, known) => {
  const { ruleKey, signed } = await open();
  await verifyRules({ app: 'shop', ruleKey, subtle: known }, parse(signed));
  const reordered = { ...signed, rules: { list: content.list, sample: 1, name: 'ä', version: 1 } };
  await verifyRules({ app: 'shop', ruleKey, subtle: known }, parse(reordered));
});

test.each([
  ['another content', { rules: { ...content, sample: 0.5 } }],
  ['another content with its hash', { rules: { ...content, sample: 0.5 }, hash: hashOf({ ...content, sample: 0.5 }) }],
  ['another revision', { revision: 4 }],
  ['another time', { publishedAt: 1 }],
  ['being dormant', { dormant: true }],
  ['no signatures', { signatures: undefined }],
  ['signatures that are none', { signatures: { ed25519: 'AA==', p256: 7 } }],
  ['signatures of another alphabet', { signatures: { ed25519: '?', p256: 'ä' } }],
])('%s is refused by both algorithms', async (_what, change) => {
  const { ruleKey, signed } = await open();
  for (const known of [subtle, older]) {
    const verifying = verifyRules({ app: 'shop', ruleKey, subtle: known }, parse({ ...signed, ...change }));
    await expect(verifying).rejects.toMatchObject({ code: 'signature_invalid' });
  }
});

test('another application, another key and an insecure context are refused', async () => {
  const [{ ruleKey, signed }, other] = [await open(), await open()];
  const codeWith = (scope: Partial<Parameters<typeof verifyRules>[0]>) =>
    verifyRules({ app: 'shop', ruleKey, subtle, ...scope }, parse(signed)).then(
      () => 'taken',
      (error: unknown) => (error as { code?: string }).code,
    );
  expect(await codeWith({})).toBe('taken');
  expect(await codeWith({ app: 'blog' })).toBe('signature_invalid');
  expect(await codeWith({ ruleKey: other.ruleKey })).toBe('signature_invalid');
  expect(await codeWith({ subtle: undefined })).toBe('signature_unverifiable');
});
