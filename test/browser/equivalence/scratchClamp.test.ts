import { it } from 'vitest';
import { PAGE_STYLE } from './pools.ts';
import { ownEngine } from './ownEngine.ts';
import { REGRESSIONS } from './regressions.ts';
import { runProgram } from './run.ts';
const order = async (extra: string) => {
  document.head.innerHTML = `<style>${PAGE_STYLE} ${extra}</style>`;
  document.body.innerHTML = '<div class="scroller"><div>one</div><div>two</div><div>three</div></div>';
  const s = document.querySelector('.scroller')!;
  const frame = (then?: () => void) => new Promise<void>((r) => requestAnimationFrame(() => { then?.(); setTimeout(r); }));
  await frame();
  s.scrollTo(0, 20);
  await frame(); await frame();
  const log: string[] = [];
  const note = (what: string) => log.push(`${what} @${s.scrollTop}`);
  s.addEventListener('scroll', () => note('scroll event'));
  s.firstElementChild!.remove();
  await frame(() => log.push('frame 1 callback'));
  note('after frame 1');
  await frame(() => log.push('frame 2 callback'));
  note('after frame 2');
  return `${extra || 'as it is'}: ${log.join(', ')}`;
};
it('order', async () => {
  const out: string[] = [];
  for (const extra of ['', '', '.scroller { overflow-anchor: none; }', '.scroller::after { height: 15px !important; } .scroller { overflow-anchor: none; }']) out.push(await order(extra));
  console.log(out.join('\n'));
  const program = [
    { does: 'insert', kind: 'scroller', where: 0, index: 0 },
    { does: 'html', where: 1, markup: '<p class="a">one</p><p class="b">two</p>', how: 'beforeend' },
    { does: 'scroll', what: 1, top: 20, left: 0 },
    { does: 'rest' },
    { does: 'remove', what: 1 },
  ] as any;
  const results: string[] = [];
  for (let run = 0; run < 20; run += 1) {
    const ev: string[] = [];
    const d = await runProgram(program, { engine: ownEngine, window, root: window.parent.document.body, run: 990000 + run, sabotage: (e) => (ev.push(...e.filter((x: any) => x.data?.source === 3).map((x) => JSON.stringify(x.data)), '|'), e) });
    if (run === 0) results.push(`${d}\n${ev.join(' ')}`); else results.push(d ? 'differs' : 'same');
  }
  console.log(results.join('\n'));
}, 60_000);
