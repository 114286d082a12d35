import type { Gesture } from '../gestures.ts';

/**
 * Small applications of different kinds, by different libraries, and what is done with each: single interactions that
 * lead back to where they began, so that they can be repeated.
 */
export interface BenchApp {
  /** Of its folder here. */
  name: string;
  label: string;
  /** Elements of the body before the application starts. */
  body: string;
  /** Style sheets of packages. */
  styles?: readonly string[];
  /** Async functions become generators, as Angular's own builder has it: zone.js can't follow the native ones. */
  lowersAsync?: boolean;
  /** There when the application has drawn itself. */
  ready: string;
  steps: readonly Gesture[];
}

const APP = '<div id="app"></div>';

function click(on: string): Gesture {
  return { kind: 'click', on };
}

function wheel(on: string, by: number): Gesture {
  return { kind: 'wheel', on, by };
}

/** One gesture per key. */
function keys(...names: string[]): Gesture[] {
  return names.map((key) => ({ kind: 'key', key }));
}

const TODO_STEPS: readonly Gesture[] = [
  click('.new'),
  ...keys('t', 'e', 'a', 'Enter'),
  click('.toggle >> nth=0'),
  click('.toggle >> nth=5'),
  click('.toggle >> nth=5'),
  click('#active'),
  click('#all'),
  click('#toggle-all'),
  click('#toggle-all'),
  click('.delete >> nth=0'),
];
const TODO = { body: APP, ready: '.toggle >> nth=99', steps: TODO_STEPS };

export const APPS: readonly BenchApp[] = [
  { ...TODO, name: 'todoVanilla', label: 'to-do list, no library' },
  { ...TODO, name: 'todoElements', label: 'to-do list, custom elements' },
  { ...TODO, name: 'todoReact', label: 'to-do list, React' },
  { ...TODO, name: 'todoAngular', label: 'to-do list, Angular', lowersAsync: true },
  {
    name: 'news',
    label: 'news, growing list',
    body: APP,
    ready: 'article >> nth=39',
    steps: [
      click('.comments >> nth=0'),
      click('.comments >> nth=0'),
      click('#theme'),
      wheel('main', 1_500),
      wheel('main', 1_500),
      wheel('main', -3_000),
      click('#theme'),
      click('#city'),
      click('#sports'),
      click('#world'),
    ],
  },
  {
    name: 'table',
    label: 'table, Tabulator',
    body: '<button id="group">Group</button> <button id="ungroup">Plain</button><div id="table"></div>',
    styles: ['tabulator-tables/dist/css/tabulator.css'],
    ready: '.tabulator-row >> nth=5',
    steps: [
      click('.tabulator-col[tabulator-field=age] .tabulator-col-title'),
      click('.tabulator-col[tabulator-field=age] .tabulator-col-title'),
      wheel('.tabulator-tableholder', 1_200),
      wheel('.tabulator-tableholder', -1_200),
      click('.tabulator-header-filter input'),
      ...keys('b', 'o', 'Backspace', 'Backspace'),
      click('#group'),
      click('#ungroup'),
    ],
  },
  {
    name: 'editor',
    label: 'text editor, Quill',
    body: '<div id="editor" style="height: 460px"></div><p id="count"></p>',
    styles: ['quill/dist/quill.snow.css'],
    ready: '.ql-editor p >> nth=79',
    steps: [
      click('.ql-editor > * >> nth=3'),
      ...keys('w', 'o', 'Enter', 'd', 'Backspace', 'Backspace', 'Backspace', 'Backspace'),
      click('.ql-bold'),
      click('.ql-list[value=bullet]'),
      click('.ql-list[value=bullet]'),
      wheel('.ql-editor', 400),
      wheel('.ql-editor', -400),
    ],
  },
  {
    name: 'chart',
    label: 'charts, Chart.js',
    body: `<p><button id="next">Next</button> <button id="back">Back</button></p><table id="numbers"></table>
      ${'<canvas width="560" height="240"></canvas> '.repeat(4)}`,
    ready: '#numbers td >> nth=23',
    steps: [
      click('#next'),
      { kind: 'move', on: 'canvas >> nth=0' },
      { kind: 'move', on: 'canvas >> nth=1' },
      click('#next'),
      { kind: 'move', on: '#back' },
      click('#back'),
      click('#back'),
    ],
  },
  {
    name: 'cards',
    label: 'cards, Emotion',
    body: `<p><button id="theme">Theme</button> <button id="more">More</button> <button id="less">Less</button></p>${APP}`,
    ready: '#app [data-index="59"]',
    steps: [
      click('#theme'),
      click('#more'),
      click('[data-index="3"]'),
      click('[data-index="3"]'),
      click('#theme'),
      click('#less'),
    ],
  },
  {
    name: 'settings',
    label: 'settings, Shoelace (Lit)',
    body: APP,
    styles: ['@shoelace-style/shoelace/dist/themes/light.css'],
    ready: 'sl-switch input >> nth=29',
    steps: [
      click('sl-switch >> nth=0'),
      click('sl-checkbox >> nth=0'),
      click('sl-input input'),
      ...keys('m', 'e', 'Backspace', 'Backspace'),
      click('sl-details summary'),
      click('sl-details summary'),
      click('sl-tab >> nth=1'),
      click('sl-tab >> nth=0'),
      click('sl-switch >> nth=0'),
      click('sl-checkbox >> nth=0'),
    ],
  },
  {
    name: 'code',
    label: 'code editor, CodeMirror',
    body: APP,
    ready: '.cm-line >> nth=20',
    steps: [
      click('.cm-line >> nth=4'),
      ...keys('a', 'b', 'Enter', 'Backspace', 'Backspace', 'Backspace'),
      wheel('.cm-scroller', 900),
      wheel('.cm-scroller', -900),
      click('.cm-foldGutter .cm-gutterElement >> nth=3'),
      click('.cm-foldGutter .cm-gutterElement >> nth=3'),
    ],
  },
  {
    name: 'search',
    label: 'search as you type, RxJS',
    body: APP,
    ready: 'ol li >> nth=299',
    steps: [
      click('.query'),
      ...keys('l', 'a', 'm', 'Backspace', 'Backspace', 'Backspace'),
      click('#cheap'),
      click('#cheap'),
    ],
  },
];
