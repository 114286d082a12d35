/** The page of the workload. */
export const WORKLOAD_PAGE = `<!doctype html><html><head><meta charset="utf-8"><title>Workload</title>
<style>td { padding: 2px 6px } .odd { background: #eee } #box { position: absolute; width: 40px; height: 40px }</style></head>
<body><h1>Workload</h1><form><input id="text"><textarea id="area"></textarea></form><table id="table"></table><div id="box"></div></body></html>`;

const ROUND_COUNT = 3;
const ROW_COUNT = 1_000;

/** What it consists of: passed into the page, and the measure of what has to be recorded. */
export const WORKLOAD = {
  roundCount: ROUND_COUNT,
  rowCount: ROW_COUNT,
  /** Per round: of each row the row, three cells and their texts. */
  nodeCount: ROUND_COUNT * ROW_COUNT * 7,
  exchangeCount: 30,
  lineCount: 30,
};

/**
 * What a busy page does, run inside it: a table of 1,000 rows made, changed, shuffled and cleared; typing; a moving box;
 * exchanges with the server; lines on the console. Self-contained, because it is carried into the page as text.
 */
export async function runWorkload({ roundCount, rowCount, exchangeCount, lineCount }: typeof WORKLOAD): Promise<void> {
  const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  const table = document.querySelector('#table');
  const input = document.querySelector<HTMLInputElement>('#text');
  const box = document.querySelector<HTMLElement>('#box');
  if (!table || !input || !box) throw new Error('not the page of the workload');
  for (let round = 0; round < roundCount; round += 1) {
    const rows = Array.from({ length: rowCount }, (_, index) => {
      const row = document.createElement('tr');
      for (const text of [String(index), `item ${String(index)}`, 'pretty']) {
        row.append(Object.assign(document.createElement('td'), { textContent: text }));
      }
      return row;
    });
    table.append(...rows);
    await frame();
    rows.forEach((row, index) => {
      if (index % 10 === 0 && row.cells[1]) row.cells[1].textContent += ' !!!';
      if (index % 7 === 0) row.className = 'odd';
    });
    await frame();
    table.append(...rows.filter((_, index) => index % 5 === 0).reverse());
    await frame();
    table.replaceChildren();
    await frame();
  }
  for (let index = 0; index < 100; index += 1) {
    input.value += 'x';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    box.style.transform = `translate(${String(index * 3)}px, 0)`;
    if (index % 5 === 0) await frame();
  }
  for (let index = 0; index < exchangeCount; index += 1) await fetch('/healthz').then((answer) => answer.text());
  for (let index = 0; index < lineCount; index += 1) console.debug('line', index);
  await frame();
}
