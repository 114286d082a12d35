import type { Locator, Page } from '@playwright/test';
import { PublishReply, RulesReply } from '../../monitor/src/api/contract.ts';
import { expect, lookOf, openConsole, test } from './operator.ts';
import type { Shop } from './shop.ts';

/** A session's line in the lists of the console. */
const line = (operator: Page, sessionId: string): Locator =>
  operator.getByRole('row').filter({ has: operator.locator(`a[href="/sessions/${sessionId}"]`) });
const marks = (operator: Page, lane: string): Locator => operator.locator(`svg[aria-label="${lane}"] rect`);
const events = (operator: Page, text: RegExp): Locator => operator.locator('aside').getByRole('button', { name: text });

/** Letters only: what looks like a number could be masked as one. */
function createWord(): string {
  return Array.from({ length: 10 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('');
}

/** Three refusals, and before them an error, a line and a request that nobody else has. */
async function haveTrouble(visitor: Shop) {
  const words = { error: createWord(), text: createWord(), url: createWord() };
  await visitor.open();
  await visitor.putIntoCart(/kettle/i);
  await visitor.goToPayment();
  const sessionId = await visitor.sessionId();
  await visitor.page.evaluate(({ error, text, url }) => {
    setTimeout(() => {
      throw new TypeError(`no water: ${error}`);
    });
    console.info(`boiling: ${text}`);
    void fetch(`/demo/api/${url}`);
  }, words);
  for (let attempt = 0; attempt < 3; attempt += 1) await visitor.pay('refused');
  return { sessionId, words };
}

test('the login page refuses a wrong password, and leads where one wanted to go', async ({ browser, monitor }) => {
  const { context, page, wrongs } = await openConsole(browser, monitor.baseUrl);
  await page.goto('/apps');
  const password = page.getByRole('textbox', { name: 'Password' });
  await password.fill('not the password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByRole('alert')).toContainText('This is not the password');
  await password.fill(monitor.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(/\/apps$/);
  await expect(page.getByText('data-app="demo"')).toBeVisible();

  await page.getByRole('button', { name: 'Account and colours' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL(/\/login/);
  expect((await context.request.get('/v1/sessions')).status()).toBe(401);
  await context.close();
  // The browser itself reports each refusal of the monitor; the console has nothing to add.
  expect(wrongs.filter((wrong) => !wrong.includes('401 (Unauthorized)'))).toEqual([]);
});

test('a session is found by its trigger, error, address and text; back leads to the search', async ({
  operator,
  visitor,
  api,
}) => {
  const { sessionId, words } = await haveTrouble(visitor);
  await operator.goto('/sessions');
  const found = line(operator, sessionId);
  await expect(found).toContainText('payment-refused');
  await expect(found.getByRole('img', { name: 'live' })).toBeVisible();
  await api.recordsWhen(sessionId, 'the words', (all) => JSON.stringify(all).includes(words.text));

  for (const [label, word] of [
    ['Error', words.error],
    ['URL', words.url],
    ['Any text', words.text],
  ] as const) {
    const field = operator.getByRole('textbox', { name: label, exact: true });
    await field.fill(word);
    await expect(operator.locator('tbody').getByRole('row')).toHaveCount(1);
    await expect(found).toBeVisible();
    await field.fill(`${word}x`);
    await expect(operator.getByText('No session fits these filters')).toBeVisible();
    await operator.getByRole('button', { name: 'Clear' }).click();
    await expect(field).toHaveValue('');
  }

  await operator.getByRole('textbox', { name: 'Error', exact: true }).fill(words.error);
  await expect(operator).toHaveURL(new RegExp(words.error));
  await found.getByRole('link').click();
  await expect(operator).toHaveURL(new RegExp(`/sessions/${sessionId}$`));
  await operator.goBack();
  await expect(operator).toHaveURL(new RegExp(words.error));
  await expect(found).toBeVisible();
});

test('the replay shows the page as it was, styled, masked and without scripts', async ({ operator, visitor }) => {
  const { sessionId, words } = await haveTrouble(visitor);
  await operator.goto(`/sessions/${sessionId}`);
  await operator.locator('aside').getByText('Network', { exact: true }).click();
  // Those of the page; the server tells of each of them, too.
  const refusals = events(operator, /^(?!.*Server:).*POST 402/);
  await expect(refusals).toHaveCount(3);
  const place = operator.getByRole('slider', { name: 'Place within the page' });
  await refusals.first().click();
  await expect(refusals.first()).toHaveAttribute('data-current', 'true');
  const firstMs = Number(await place.inputValue());
  await refusals.last().click();
  await expect(refusals.last()).toHaveAttribute('data-current', 'true');
  await expect(operator.getByRole('region', { name: 'Details' })).toContainText('"status": 402');
  expect(Number(await place.inputValue())).toBeGreaterThan(firstMs);

  await expect(operator.getByTitle('Recorded page')).toHaveAttribute('sandbox', 'allow-same-origin');
  const picture = operator.frameLocator('iframe[title="Recorded page"]');
  await expect(picture.getByRole('heading', { name: 'How do you pay?' })).toBeVisible();
  expect(await lookOf(picture)).toEqual(await lookOf(visitor.page));
  for (const label of ['Name on the card', 'Card number', 'Valid until', 'Security code'])
    await expect(picture.getByLabel(label)).toHaveValue(/^\*+$/);
  expect(
    await picture.locator('script').evaluateAll((scripts) => scripts.filter(({ textContent }) => textContent)),
  ).toEqual([]);

  for (const lane of ['user', 'network', 'console', 'instructions', 'screen'])
    await expect(marks(operator, lane).first()).toBeVisible();
  await operator.locator('aside').getByText('Network', { exact: true }).click();
  await operator.getByRole('textbox', { name: 'Search in events' }).fill(words.error);
  await expect(events(operator, /TypeError/)).toHaveCount(1);

  await operator.getByText(/^Images \([1-9]/).click();
  const image = operator.getByRole('img', { name: 'Image of viewport' });
  await expect.poll(() => image.evaluate(countColours), 'the image is drawn').toBeGreaterThan(20);
});

function countColours(canvas: SVGElement | HTMLElement): number {
  if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return 0;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
}

test('a live session gives its buffer when it is asked for, and goes on live', async ({ operator, visitor }) => {
  await visitor.open();
  await visitor.putIntoCart(/kettle/i);
  const sessionId = await visitor.sessionId();
  await operator.goto('/sessions');
  await line(operator, sessionId).getByRole('link').click();
  await expect(operator.getByText('Nothing of this session is archived yet.')).toBeVisible();
  await operator.getByRole('button', { name: 'Get the buffer' }).click();
  await operator.getByText('Then go on live').click();
  await operator.getByRole('button', { name: 'Get it' }).click();
  await expect(operator.locator('article')).toContainText('armed, sending live');
  await expect(operator.getByText('Nothing of this session is archived yet.')).toBeHidden();
  const picture = operator.frameLocator('iframe[title="Recorded page"]');
  await expect(picture.getByRole('link', { name: 'Pine & Kettle' }).first()).toBeVisible();
  await operator.getByText('Events', { exact: true }).click();
  await operator.getByRole('textbox', { name: 'Search in events' }).fill('cart.add');
  await expect(events(operator, /cart\.add/)).toHaveCount(1);

  const word = createWord();
  await visitor.page.evaluate((said) => {
    console.info(said);
  }, word);
  await operator.getByRole('textbox', { name: 'Search in events' }).fill(word);
  await expect(events(operator, new RegExp(word))).toHaveCount(1);
});

const BROKEN = `{
  "version": 1,
  "name": "from the console",
  "capture": [{ "kinds": ["console"] }],
  "triggers": [{ "id": "t", "type": "match",
    "when": "record.nonsense == 1",
    "instructions": [{ "order": { "verb": "buffer.send" } }] }]
}`;

test('rules: an error shows at its line; what is published is applied by the open page', async ({
  operator,
  visitor,
  api,
}) => {
  const before = await api.request('/v1/apps/demo/rules', RulesReply);
  await visitor.open();
  const sessionId = await visitor.sessionId();
  const write = async (text: string) => {
    await operator.getByRole('textbox', { name: 'Rule set as JSON' }).click();
    await operator.keyboard.press('Control+A');
    await operator.keyboard.insertText(text);
  };
  await operator.goto('/rules');
  await expect(operator).toHaveURL(/\/rules\/demo$/);
  const publish = operator.getByRole('button', { name: 'Publish' });
  await write(BROKEN);
  const problem = operator.getByRole('button', { name: /^6:\d+ .*nonsense/ });
  await expect(problem).toBeVisible();
  await expect(publish).toBeDisabled();
  await problem.click();
  await expect(operator.locator('.cm-activeLine')).toContainText('record.nonsense');
  await expect(operator.locator('.cm-lintRange-error')).toContainText('nonsense');

  try {
    await write(BROKEN.replace('record.nonsense == 1', 'record.kind == \\"console\\"'));
    await expect(operator.getByText('No problems')).toBeVisible();
    await publish.click();
    await operator.getByRole('button', { name: 'Publish to all' }).click();
    await expect(operator.getByText('Connected agents get it now.')).toBeVisible();
    await expect(line(operator, sessionId).first()).toContainText('applied');
    await expect(operator.getByRole('row', { name: /from the console/ })).toContainText('current');
  } finally {
    await api.post('/v1/apps/demo/rules', PublishReply, { text: before.current?.text ?? '' });
  }
});
