import type { Page } from '@playwright/test';
import type { AgentKind, FixturePage } from '../fixtures/fixtureSite.ts';

/**
 * What is done with each fixture, and how like the page its replay has to be. What is typed into fields consists of
 * asterisks: masking leaves them as they are, so that fields are compared like all else.
 */
export interface Scenario extends FixturePage {
  agents: readonly AgentKind[];
  /**
   * Least percentage of equal pixels at every quiet point: of all, and of those that aren't the page's ground (texts,
   * lines, pictures), because an empty page is much like any other.
   */
  floor: { equal: number; content: number };
  steps: readonly Step[];
  /** What is compared on its own, because the replay can't be right there: a selector, and its floor. */
  apart?: { name: string; selector: string; floor: number };
}

export interface Step {
  /** Name of the quiet point that follows. */
  point: string;
  /** What would close without the focus is compared with it; the replay doesn't show it. */
  keepsFocus?: boolean;
  act(page: Page): Promise<void>;
}

/** One browser draws both, so that all but single pixels of a smoothed edge are equal. */
const FLOOR = { equal: 99.9, content: 99.5 };
const WORDS = '**** ** ****** ***';

export const SCENARIOS: readonly Scenario[] = [
  {
    ...{ name: 'tabulator', agents: ['script', 'npm'], floor: FLOOR },
    styles: ['tabulator-tables/dist/css/tabulator.css'],
    body: `<h1>Table</h1><button id="older">Older than 40</button> <button id="group">By colour</button><div id="table"></div>`,
    steps: [
      {
        point: 'sorted',
        async act(page) {
          await page.locator('#older').click();
          await page.locator('.tabulator-col-title', { hasText: 'Name' }).click();
        },
      },
      {
        point: 'edited',
        async act(page) {
          await page.locator('.tabulator-cell[tabulator-field="name"]').nth(2).click();
          await page.keyboard.type('* A new name');
          await page.keyboard.press('Enter');
          await page.locator('.tabulator-tableholder').evaluate((holder) => {
            holder.scrollTop = 1_300;
          });
        },
      },
      { point: 'grouped', act: (page) => page.locator('#group').click() },
    ],
  },
  {
    ...{ name: 'quill', agents: ['script'], floor: FLOOR },
    styles: ['quill/dist/quill.snow.css'],
    body: `<h1>Editor</h1><div id="editor" style="height: 320px"></div><p id="count"></p>`,
    steps: [
      {
        point: 'typed',
        async act(page) {
          await page.locator('.ql-editor').click();
          await page.keyboard.type(`${WORDS}\n`);
          await page.locator('.ql-bold').click();
          await page.keyboard.type(`${WORDS}\n`);
          await page.locator('.ql-bold').click();
          await page.locator('.ql-list[value=bullet]').click();
          await page.keyboard.type(`${WORDS}\n${WORDS}\n\n`);
        },
      },
      {
        point: 'pasted',
        async act(page) {
          await page.locator('.ql-editor').evaluate((editor, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/html', `<h2>${text}</h2><p><em>${text}</em> <u>${text}</u></p>`);
            editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
          }, WORDS);
          await page.locator('.ql-blockquote').click();
          await page.keyboard.type(WORDS);
        },
      },
      { point: 'picker', act: (page) => page.locator('.ql-header .ql-picker-label').click() },
    ],
  },
  {
    ...{ name: 'chart', agents: ['script'], floor: FLOOR },
    apart: { name: 'canvas', selector: 'canvas', floor: 98 },
    body: `<h1>Charts</h1><button id="change">Change</button><p id="note">First data</p>
      <canvas id="bar" width="350" height="300"></canvas> <canvas id="line" width="350" height="300"></canvas>`,
    steps: [
      { point: 'drawn', act: async () => undefined },
      {
        point: 'changed',
        async act(page) {
          await page.locator('#change').click();
          await page.locator('#bar').hover({ position: { x: 120, y: 150 } });
        },
      },
    ],
  },
  {
    ...{ name: 'shoelace', agents: ['script'], floor: FLOOR },
    styles: ['@shoelace-style/shoelace/dist/themes/light.css'],
    body: `<h1>Components</h1><sl-button id="open" variant="primary">Open</sl-button> <sl-button>Default</sl-button>
      <sl-badge variant="success">4</sl-badge> <sl-switch>Switch</sl-switch> <sl-checkbox>Check</sl-checkbox>
      <sl-dropdown><sl-button slot="trigger" caret id="menu">Menu</sl-button>
        <sl-menu><sl-menu-item value="cut">Cut</sl-menu-item><sl-menu-item value="copy">Copy</sl-menu-item></sl-menu>
      </sl-dropdown> <span id="chosen"></span>
      <sl-tab-group><sl-tab slot="nav" panel="a">First</sl-tab><sl-tab slot="nav" panel="b" id="second">Second</sl-tab>
        <sl-tab-panel name="a">The first panel</sl-tab-panel><sl-tab-panel name="b">The second panel</sl-tab-panel>
      </sl-tab-group>
      <sl-input label="Name" help-text="What you are called" clearable></sl-input>
      <sl-progress-bar value="40"></sl-progress-bar>
      <sl-details summary="More"><sl-card>A card within</sl-card></sl-details>
      <sl-dialog label="Dialog" style="--width: 360px">A dialog.<sl-button slot="footer" id="close">Close</sl-button></sl-dialog>`,
    steps: [
      {
        point: 'set',
        async act(page) {
          await page.locator('sl-switch').click();
          await page.locator('sl-checkbox').click();
          await page.locator('#second').click();
          await page.locator('sl-input input').fill(WORDS);
          await page.locator('sl-details').click();
        },
      },
      {
        point: 'menu',
        keepsFocus: true,
        async act(page) {
          await page.locator('#menu').click();
          await page.getByRole('menuitem', { name: 'Copy' }).click();
          // Pressed while it still closes, the button would not open it again.
          await page.getByRole('menuitem', { name: 'Copy' }).waitFor({ state: 'hidden' });
          await page.locator('#menu').click();
          await page.getByRole('menuitem', { name: 'Cut' }).waitFor();
        },
      },
      {
        point: 'dialog',
        async act(page) {
          await page.keyboard.press('Escape');
          await page.locator('#open').click();
          await page.locator('#close').waitFor();
        },
      },
    ],
  },
  {
    ...{ name: 'emotion', agents: ['script'], floor: FLOOR },
    body: `<button id="theme">Theme</button> <button id="more">More</button> <button id="ball">Ball</button><div id="app"></div>`,
    steps: [
      { point: 'drawn', act: async () => undefined },
      {
        point: 'dark',
        async act(page) {
          await page.locator('#theme').click();
          await page.locator('#more').click();
        },
      },
      {
        point: 'ball',
        async act(page) {
          await page.locator('#ball').click();
          await page.locator('#more').click();
        },
      },
    ],
  },
  {
    ...{ name: 'angular', agents: ['npm-in-app'], floor: FLOOR },
    lowersAsync: true,
    body: `<h1>Angular</h1><fixture-app></fixture-app>`,
    answers: { '/heroes': ['Dr. Nice', 'Bombasto', 'Celeritas', 'Magneta'] },
    steps: [
      {
        point: 'tasks',
        async act(page) {
          for (const words of [WORDS, '***', '** **']) {
            await page.locator('.field').fill(words);
            await page.getByRole('button', { name: 'Add' }).click();
          }
          await page.locator('input[type=checkbox]').nth(1).check();
          await page.locator('.field').fill(WORDS);
        },
      },
      {
        point: 'counted',
        async act(page) {
          await page.getByRole('button', { name: 'counter' }).click();
          for (let times = 0; times < 4; times += 1) await page.locator('#up').click();
        },
      },
      {
        point: 'fetched',
        async act(page) {
          await page.getByRole('button', { name: 'heroes' }).click();
          await page.locator('#load').click();
          await page.getByText('Magneta').waitFor();
        },
      },
    ],
  },
];
