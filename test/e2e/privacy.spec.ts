import type { Page } from '@playwright/test';
import { InstructionRow, PublishReply, RulesReply } from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { CANARY_BODY, CANARY_HEAD, FOUND, FRAME, HIDDEN_IN, hideCanaries } from './canaries.ts';
import { expect, test } from './fixtures.ts';
import { serveHostPage } from './hostPage.ts';
import { createShop } from './shop.ts';
import { spreadCanaries } from './spreadCanaries.ts';
import { readDevice, readFolder, tapWire } from './wiretap.ts';

type Mode = keyof typeof HIDDEN_IN;

/** Everything, as deep as rules can go. */
const RULES = {
  version: 1,
  name: 'everything',
  capture: [
    {
      kinds: [
        ...['dom', 'input', 'pointer', 'scroll', 'frustration', 'navigation', 'network', 'performance', 'console'],
        ...['error', 'page', 'asset', 'custom', 'mark', 'identify', 'context', 'provider'],
      ],
      fields: ['typed', 'open-field', 'open-pin', 'password', 'card', 'code'],
      network: {
        ...{ sockets: true, resources: true, correlate: true },
        headers: ['authorization', 'cookie', 'x-api-key', 'x-auth-token', 'content-type'],
        bodies: [{ url: '*', types: ['application/', 'text/'] }],
      },
      pointer: { moveEveryMs: 50 },
      frustration: {},
      canvas: { everyMs: 200 },
      assets: { maxBytes: 1_000_000 },
    },
  ],
  screen: [{ id: 'look', when: 'record.kind == "mark"', target: 'viewport' }],
  providers: [{ id: 'cart', when: 'record.kind == "mark"', provider: 'cart' }],
};
const KINDS = [
  ...['dom', 'tile', 'input', 'pointer', 'network', 'console', 'error', 'custom', 'mark', 'navigation', 'page'],
  ...['context', 'provider', 'identify'],
];

async function withRules(api: ConsoleApi, act: () => Promise<void>): Promise<void> {
  const before = await api.request('/v1/apps/demo/rules', RulesReply);
  const publish = (text: string) => api.post('/v1/apps/demo/rules', PublishReply, { text });
  await publish(JSON.stringify(RULES));
  try {
    await act();
  } finally {
    await publish(before.current?.text ?? '');
  }
}

/** Whatever names itself as hidden in this mode, and the card in all its spellings. */
function leaks(text: string, mode: Mode): string[] {
  const secret = new RegExp(
    `(?:${HIDDEN_IN[mode].join('|')})[A-Z]\\w*|x 4000|4000[\\s-]?0000[\\s-]?0000[\\s-]?0002`,
    'g',
  );
  return [...new Set([...text.matchAll(secret)].map(([found]) => found))];
}

async function open(page: Page, url: string): Promise<string> {
  await page.addInitScript(hideCanaries);
  await page.goto(`${url}?token=CanaryQuery#CanaryFragment`);
  await waitUntil('the recorder', () =>
    page.evaluate(async () => {
      const { rewindow } = window as {
        rewindow?: { status?(): Promise<{ recording?: { store: { counts: object } } }> };
      };
      const status = await rewindow?.status?.();
      return status?.recording && 'dom' in status.recording.store.counts ? true : undefined;
    }),
  );
  return createShop(page, url).sessionId();
}

async function typeCanaries(page: Page): Promise<void> {
  await page.locator('#typed').pressSequentially('CanaryTyped');
  await page.locator('#password').fill('CanaryNewPassword');
  await page.locator('#card').fill('4000 0000 0000 0002');
  await page.locator('#code').fill('CanaryNewCode');
  await page.locator('#area').fill('CanaryArea');
  await page.locator('#choice').selectOption('CanaryOther');
  await page.locator('#editable').pressSequentially('CanaryEdited');
  await page.locator('#ignored').fill('CanaryIgnored');
  await page.locator('#open-field').fill('AllowedValue');
  await page.locator('#open-pin').fill('CanaryPin');
  await page.locator('#masked-button').click();
  await page.locator('#blocked').click();
  await page.locator('#heading').click();
  await page.frameLocator('#frame').locator('#inner').fill('CanaryInner');
}

for (const mode of ['inputs', 'text', 'all'] as const) {
  test(`what mode ${mode} hides is not on the wire, on the device, or in the monitor`, async ({
    page,
    monitor,
    api,
    flavour,
  }) => {
    const svg = (name: string) => ({
      [name]: { contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' },
    });
    const wire = tapWire(page);
    const url = await serveHostPage(page, {
      ...{ baseUrl: monitor.baseUrl, flavour, body: CANARY_BODY, head: CANARY_HEAD, options: { mask: mode } },
      others: {
        'frame.html': { contentType: 'text/html', body: FRAME },
        ...{ ...svg('PictureSource.svg'), ...svg('PictureSet.svg'), ...svg('PictureBackground.svg'), ...svg('x.svg') },
      },
    });
    await withRules(api, async () => {
      const sessionId = await open(page, url);
      await typeCanaries(page);
      await page.evaluate(spreadCanaries);
      // The password is readable on the screen now, and typed into once more.
      await page.locator('#password').fill('CanaryShownPassword');
      await page.locator('#open-host input').fill('CanaryShadowTyped');
      await page.locator('#checked').blur();
      await page.waitForTimeout(1_200);
      expect(leaks(await readDevice(page, ['Canary']), mode)).toEqual([]);

      const order = async (given: object) =>
        api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: given });
      await order({ verb: 'image', target: 'viewport' });
      await api.sessionWhen(
        sessionId,
        'the image',
        ({ instructions }) => instructions[0]?.acknowledgements.length === 1,
      );
      await order({ verb: 'buffer.send', liveMs: 4_000 });
      const records = await api.recordsWhen(sessionId, 'all kinds', (all) => {
        const kinds = new Set<string>(all.map(({ kind }) => kind));
        return KINDS.every((kind) => kinds.has(kind)) && !all.some(({ data }) => 'sheetsMissing' in data);
      });

      const ofPage = JSON.stringify(records.filter(({ kind }) => kind === 'dom' || kind === 'asset'));
      if (mode === 'all') expect([...ofPage.matchAll(/Picture[A-Z]\w*/g)].map(([found]) => found)).toEqual([]);

      // What has to be there is there, or the search would prove nothing.
      const text = JSON.stringify(records);
      const hidden: readonly string[] = HIDDEN_IN[mode];
      for (const [kind, names] of Object.entries(FOUND)) {
        if (hidden.includes(kind)) continue;
        expect(names.filter((name) => !text.includes(name))).toEqual([]);
      }
      for (const word of ['bought by ***', 'mark ***', 'who=***', '/host/api/***', 'visitor 7'])
        expect(text).toContain(word);
      expect(text.includes('AllowedValue')).toBe(true);
      expect(text.includes('"tag":"canvas"')).toBe(mode === 'inputs');
      const errors = records.filter(({ kind }) => kind === 'error').map(({ data }) => data['type']);
      expect([...new Set(errors)]).toEqual(expect.arrayContaining(['error', 'rejection', 'resource']));
      expect(wire.segmentCount()).toBeGreaterThan(0);
      const files = await readFolder(monitor.dataDir);

      const device = await readDevice(page, ['Canary']);
      expect(leaks(wire.text(), mode)).toEqual([]);
      expect(leaks(device, mode)).toEqual([]);
      // Large sheets lie in files of their own, which are searched, too.
      for (const text of [wire.text(), device]) expect(text.includes('ShownSheet')).toBe(mode === 'inputs');
      // Sessions of tests in other modes lie there, too: of those only what no mode shows can be asked for.
      const inFile = ({ name, text: found }: (typeof files)[number]) =>
        leaks(found, name.includes(sessionId) ? mode : 'inputs').map((leak) => `${leak} in ${name}`);
      expect(files.filter(({ name }) => name.includes(sessionId)).length).toBeGreaterThan(0);
      expect(files.flatMap(inFile)).toEqual([]);
      expect(leaks(JSON.stringify(await api.session(sessionId)), mode)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.outerHTML.includes('data-rr-'))).toBe(false);
    });
  });
}
