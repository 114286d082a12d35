import type { Locator, Page } from '@playwright/test';
import { PublishReply, RulesReply } from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { expect, test } from './operator.ts';

/** One of the panels beside the rules. */
async function openPanel(operator: Page, name: string): Promise<Locator> {
  await operator.getByRole('radiogroup', { name: 'About the rules' }).getByText(name, { exact: true }).click();
  return operator.locator('aside');
}

const openForm = (operator: Page): Promise<void> =>
  operator.getByRole('radiogroup', { name: 'How the rules are written' }).getByText('Form', { exact: true }).click();
const openText = (operator: Page): Promise<void> =>
  operator.getByRole('radiogroup', { name: 'How the rules are written' }).getByText('Text', { exact: true }).click();
const editor = (operator: Page): Locator => operator.getByRole('textbox', { name: 'Rule set as JSON' });

/** Runs with the rules of the application as they were, whatever happens to them. */
async function keepingRules(api: ConsoleApi, run: (text: string) => Promise<void>): Promise<void> {
  const before = await api.request('/v1/apps/demo/rules', RulesReply);
  const text = before.current?.text ?? '';
  try {
    await run(text);
  } finally {
    // A new name first, because the same text again changes nothing and a stage would stay.
    await api.post('/v1/apps/demo/rules', PublishReply, { text: text.replace('"name": "', '"name": "again: ') });
    await api.post('/v1/apps/demo/rules', PublishReply, { text });
  }
}

test('a trigger is written by form, published for a share with a note, raised, aborted and rolled back', async ({
  operator,
  api,
}) => {
  await keepingRules(api, async () => {
    await operator.goto('/rules/demo');
    await openForm(operator);
    await operator.getByRole('button', { name: 'Add a trigger' }).click();
    const card = operator.getByRole('article', { name: 'trigger trigger', exact: true });
    await card.getByRole('textbox', { name: 'Id', exact: true }).fill('slowAnswers');
    await card.getByRole('textbox', { name: 'Id', exact: true }).press('Enter');
    const trigger = operator.getByRole('article', { name: 'trigger slowAnswers' });
    await trigger.getByRole('combobox', { name: 'What it waits for' }).click();
    await operator.getByRole('option', { name: /^something happens several times/ }).click();
    await trigger.getByRole('textbox', { name: 'How many times' }).fill('5');
    await trigger.getByRole('combobox', { name: 'What happens' }).click();
    await operator.getByRole('option', { name: 'a network request' }).click();
    await trigger.getByRole('button', { name: 'where' }).click();
    await trigger.getByRole('combobox', { name: 'Field', exact: true }).click();
    await operator.getByRole('option', { name: 'status', exact: true }).click();
    await trigger.getByRole('combobox', { name: 'Comparison' }).click();
    await operator.getByRole('option', { name: 'at least' }).click();
    await trigger.getByRole('textbox', { name: 'Value' }).fill('500');
    await expect(operator.getByText('No problems')).toBeVisible();
    await expect(trigger.getByText('in the page').first()).toBeVisible();

    await openText(operator);
    const text = editor(operator);
    await text.click();
    await operator.keyboard.press('Control+End');
    await expect(text).toContainText(`"when": "record.kind == 'network' && record.status >= 500"`);
    await expect(text).toContainText('"times": 5');

    await operator.getByRole('button', { name: 'Publish …' }).click();
    await operator.getByRole('textbox', { name: 'Note' }).fill('answers have become slow');
    await operator.getByRole('radiogroup', { name: 'Share of the sessions' }).getByText('20 %').click();
    await operator.getByRole('button', { name: 'Publish for 20 %' }).click();
    const stage = operator.getByRole('region', { name: 'Staged roll-out' });
    await expect(stage).toContainText('20 % of the sessions');
    await expect(operator.getByRole('row', { name: /answers have become slow/ })).toContainText('20 %');
    await stage.getByRole('button', { name: 'Raise to 50 %' }).click();
    await expect(stage).toContainText('50 % of the sessions');
    await stage.getByRole('button', { name: 'Give it to all' }).click();
    await operator.getByRole('dialog').getByRole('button', { name: 'Give it to all' }).click();
    await expect(stage).toBeHidden();
    await expect(operator.getByRole('row', { name: /answers have become slow/ })).toContainText('current');

    const rows = operator.getByRole('row').filter({ has: operator.getByRole('button', { name: 'Roll back' }) });
    await rows.first().getByRole('button', { name: 'Roll back' }).click();
    await operator.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await expect(operator.getByText(/It says what revision \d+ said/)).toBeVisible();
    await expect(operator.getByText(/came meanwhile/)).toBeVisible();
  });
});

test('completion knows names, values and conditions', async ({ operator }) => {
  await operator.goto('/rules/demo');
  await editor(operator).click();
  await operator.keyboard.press('Control+A');
  await operator.keyboard.insertText('{ "version": 1, "name": "n",  }');
  for (let step = 0; step < 2; step += 1) await operator.keyboard.press('ArrowLeft');
  await operator.keyboard.type('"tri');
  await expect(operator.locator('.cm-tooltip-autocomplete li').first()).toContainText('triggers');
  await operator.keyboard.press('Escape');
  await operator.keyboard.press('Control+A');
  await operator.keyboard.insertText('{ "triggers": [{ "when": "record.kind == \'error\' && record." }] }');
  for (let step = 0; step < 6; step += 1) await operator.keyboard.press('ArrowLeft');
  await operator.keyboard.press('Control+Space');
  await expect(operator.locator('.cm-tooltip-autocomplete')).toContainText('stack');
});

test('back-test, dry run and reasons show what rules did and would do', async ({ operator, visitor, api }) => {
  await visitor.open();
  await visitor.putIntoCart(/kettle/i);
  await visitor.goToPayment();
  const sessionId = await visitor.sessionId();
  for (let attempt = 0; attempt < 3; attempt += 1) await visitor.pay('refused');
  await api.recordsWhen(sessionId, 'the refusals', (all) => JSON.stringify(all).includes('"status":402'));

  await operator.goto('/rules/demo');
  const panel = await openPanel(operator, 'Back-test');
  await panel.getByRole('button', { name: 'Run it' }).click();
  await expect(panel.getByText(/^Done: [1-9]/)).toBeVisible();
  const hit = panel.getByRole('button', { name: /payment-refused trigger/ });
  await expect(hit).toContainText(/[1-9]\d* × in [1-9]\d* session/);
  await hit.click();
  const link = operator.locator(`a[href^="/sessions/${sessionId}?at="]`);
  // The page and the shop's server have both recorded the refusals: they count once.
  await expect(panel.getByRole('listitem').filter({ has: link })).toContainText(/(^|\D)1 ×, first/);

  await openPanel(operator, 'Dry run');
  await panel.getByRole('button', { name: 'Start the dry run' }).click();
  await expect(panel.getByText('running')).toBeVisible();
  await expect(panel.getByText(/[1-9]\d* sessions? have reported/)).toBeVisible({ timeout: 30_000 });
  await panel.getByRole('button', { name: 'Stop' }).click();
  await expect(panel.getByRole('button', { name: 'Start the dry run' })).toBeVisible();

  await openPanel(operator, 'Back-test');
  await panel.getByRole('listitem').locator(link).click();
  await expect(operator).toHaveURL(/\?at=\d+/);
  await operator.locator('aside').getByText('Why', { exact: true }).click();
  await expect(operator.locator('aside')).toContainText(/recorded/);
  const fired = operator
    .locator('aside')
    .getByRole('button', { name: /trigger.*payment-refused/ })
    .first();
  await expect(fired).toBeVisible();
  const place = operator.getByRole('slider', { name: 'Place within the page' });
  await fired.click();
  expect(Number(await place.inputValue())).toBeGreaterThan(0);
});

test('a list of users is kept, and an order for all sessions of a user is carried out', async ({
  operator,
  visitor,
}) => {
  const user = `user-${String(Date.now())}`;
  await visitor.open('profile');
  await visitor.page.getByRole('textbox', { name: 'Your name' }).fill(user);
  await visitor.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(visitor.page.getByRole('heading', { name: `Hello, ${user}` })).toBeVisible();
  const sessionId = await visitor.sessionId();
  await operator.goto('/rules/demo');
  const panel = await openPanel(operator, 'Lists');
  await panel.getByRole('textbox', { name: 'Name of a new list' }).fill('testers');
  await panel.getByRole('button', { name: 'New list' }).click();
  await panel.getByRole('textbox', { name: 'Users of testers' }).fill(`${user}\n\n${user}\nsomebody`);
  await panel.getByRole('button', { name: 'Save 2 users' }).click();
  await expect(panel.getByRole('button', { name: /testers/ })).toContainText('2 users');

  await operator.goto(`/sessions/${sessionId}`);
  await expect(operator.locator('header').getByText(user)).toBeVisible({ timeout: 20_000 });
  await operator.getByRole('button', { name: 'More' }).click();
  await operator.getByRole('menuitem', { name: /show an offer/ }).click();
  const dialog = operator.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Ten percent');
  await dialog.getByRole('textbox', { name: 'Title' }).press('Tab');
  await dialog.getByText(`All sessions of ${user}`).click();
  await dialog.getByRole('button', { name: 'Give the instruction' }).click();
  await expect(visitor.page.getByRole('heading', { name: 'Ten percent' })).toBeVisible();
  await expect(operator.locator('article').first()).toContainText('applied');
});
