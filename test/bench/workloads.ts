import type { Page } from '@playwright/test';

/**
 * What busy pages do, five kinds of it, after the workloads by which others are compared (js-framework-benchmark for the
 * table). Each function runs inside the page and is self-contained, because it is carried there as text.
 */
export const WORKLOAD_PAGE = `<!doctype html><html><head><meta charset="utf-8"><title>Workload</title>
<style>td { padding: 2px 6px } .odd { background: #eee } #boxes i { position: absolute; width: 8px; height: 8px; background: #37c }
#pad { height: 200px; background: #def }</style></head>
<body><h1>Workload</h1><form><input id="text"><textarea id="area"></textarea></form><div id="pad"></div>
<div id="boxes"></div><table><tbody id="table"></tbody></table></body></html>`;

/** Measures of what has to be recorded, which `checkVariant` asks for. */
export const AMOUNTS = { rounds: 2, rows: 1_000, characters: 150, moves: 200, boxes: 200, frames: 300, exchanges: 300 };

type Amounts = typeof AMOUNTS;
export type WorkloadName = 'mutate' | 'type' | 'move' | 'animate' | 'network';
export const WORKLOADS: readonly WorkloadName[] = ['mutate', 'type', 'move', 'animate', 'network'];

export async function runWorkload(page: Page, name: WorkloadName): Promise<void> {
  if (name === 'type') return typeText(page);
  if (name === 'move') return moveMouse(page);
  await page.evaluate({ mutate, animate, network }[name], AMOUNTS);
}

/**
 * A table of 1,000 rows created, every tenth updated, two swapped, every fifth moved, cleared. It stands for a while as a
 * person would look at it: what is gone before it was seen needn't be recorded, and would make a workload of nothing.
 */
async function mutate({ rounds, rows: count }: Amounts): Promise<void> {
  const look = () => new Promise<void>((resolve) => setTimeout(resolve, 1_000));
  const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  const table = document.querySelector('#table');
  if (!table) throw new Error('not the page of the workloads');
  for (let round = 0; round < rounds; round += 1) {
    const rows = Array.from({ length: count }, (_, index) => {
      const row = document.createElement('tr');
      for (const text of [String(index), `item ${String(index)}`, 'pretty']) {
        row.append(Object.assign(document.createElement('td'), { textContent: text }));
      }
      return row;
    });
    table.append(...rows);
    await look();
    for (let turn = 0; turn < 3; turn += 1) {
      rows.forEach((row, index) => {
        if (index % 10 === 0 && row.cells[1]) row.cells[1].textContent += ' !!!';
        if (index % 7 === turn) row.className = 'odd';
      });
      await frame();
    }
    rows[1]?.before(rows[998] ?? '');
    await frame();
    table.append(...rows.filter((_, index) => index % 5 === 0).reverse());
    await look();
    table.replaceChildren();
    await frame();
  }
}

/** Real keys in a field and an area. */
async function typeText(page: Page): Promise<void> {
  await page.locator('#text').pressSequentially('the quick brown fox '.repeat(4).slice(0, AMOUNTS.characters / 2));
  await page.locator('#area').pressSequentially('jumps over the dog '.repeat(4).slice(0, AMOUNTS.characters / 2));
}

/** A real mouse in circles, with clicks. */
async function moveMouse(page: Page): Promise<void> {
  for (let step = 0; step < AMOUNTS.moves; step += 1) {
    const angle = (step / 40) * 2 * Math.PI;
    await page.mouse.move(300 + 120 * Math.cos(angle), 150 + 60 * Math.sin(angle));
    if (step % 50 === 49) await page.mouse.click(300, 150);
  }
}

/** 200 elements that move by their style, over 300 frames. */
async function animate({ boxes: count, frames }: Amounts): Promise<void> {
  const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  const place = document.querySelector('#boxes');
  if (!place) throw new Error('not the page of the workloads');
  const boxes = Array.from({ length: count }, () => document.createElement('i'));
  place.append(...boxes);
  for (let step = 0; step < frames; step += 1) {
    boxes.forEach((box, index) => {
      box.style.transform = `translate(${String((index * 7 + step) % 600)}px, ${String((index * 3 + step) % 90)}px)`;
    });
    await frame();
  }
  place.replaceChildren();
}

async function network({ exchanges }: Amounts): Promise<void> {
  for (let index = 0; index < exchanges; index += 10) {
    await Promise.all(Array.from({ length: 10 }, () => fetch('/healthz').then((answer) => answer.text())));
  }
}
