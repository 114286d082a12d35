/** The page of the workload; `agent` is the script tag, or nothing. */
export function workloadPage(agent: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>Workload</title>${agent}
<style>td { padding: 2px 6px } .odd { background: #eee } #box { position: absolute; width: 40px; height: 40px }</style></head>
<body><h1>Workload</h1><form><input id="text"><textarea id="area"></textarea></form><table id="table"></table><div id="box"></div></body></html>`;
}

/**
 * What a busy page does, run inside it: a table of 1,000 rows made, changed, shuffled and cleared; typing; a moving box;
 * exchanges with the server; lines on the console. Self-contained, because it is carried into the page as text.
 */
export async function runWorkload(): Promise<void> {
  const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  const table = document.querySelector('#table');
  const input = document.querySelector<HTMLInputElement>('#text');
  const box = document.querySelector<HTMLElement>('#box');
  if (!table || !input || !box) return;
  for (let round = 0; round < 3; round += 1) {
    const rows = Array.from({ length: 1_000 }, (_, index) => {
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
  for (let index = 0; index < 30; index += 1) await fetch('/healthz').then((answer) => answer.text());
  for (let index = 0; index < 30; index += 1) console.debug('line', index);
  await frame();
}
