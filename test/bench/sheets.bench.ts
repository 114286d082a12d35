import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { isSheetReference, mapSheets, packDom, unpackRecord } from '../../src/wire/index.ts';
import { readStoredTable } from '../tools/pageDatabases.ts';
import { readArchived, type Archived } from './archived.ts';
import { kb, say, times } from './figures.ts';
import { whenRecorded } from './recorded.ts';
import { bench, FULL_CAPTURE, handOver, publish } from './stage.ts';
import { insertVariant } from './variants.ts';

const PACKAGES = join(import.meta.dirname, '../../node_modules');
const SHEETS = ['tabulator-tables/dist/css/tabulator_bootstrap5.min.css', 'quill/dist/quill.snow.css'];
const VISIT_COUNT = 3;
/** Three checkpoints. */
const STAY_MS = 14_000;

const Named = v.looseObject({ ids: v.object({ sessionId: v.string() }) });
const Dom = v.looseObject({
  kind: v.literal('dom'),
  at: v.number(),
  data: v.looseObject({ event: v.looseObject({}) }),
});

bench('Bytes of three views of a page with the sheets of a table and an editor', async ({ browser, stage }) => {
  await publish(stage.api, 'full', { ...FULL_CAPTURE, buffer: { ...FULL_CAPTURE.buffer, checkpointEveryMs: 5_000 } });
  const styles = await Promise.all(SHEETS.map((path) => readFile(join(PACKAGES, path), 'utf8')));
  const html = `<!doctype html>${styles.map((text) => `<style>${text}</style>`).join('')}<p id="count"></p>
    <script>setInterval(() => { count.textContent = String(performance.now()); }, 500);</script>`;
  const page = await (await browser.newContext()).newPage();
  const files = { count: 0, bytes: 0 };
  page.context().on('request', (request) => {
    if (request.method() !== 'PUT') return;
    files.count += 1;
    void request.sizes().then(({ requestBodySize }) => (files.bytes += requestBodySize));
  });
  await page.route('**/bench', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  for (let visit = 0; visit < VISIT_COUNT; visit += 1) {
    await page.goto(`${stage.monitor.baseUrl}/bench`);
    await insertVariant(page, 'full');
    await whenRecorded(page, 'full', { texts: [], bytes: 0 });
    await page.waitForTimeout(STAY_MS);
  }
  const { ids } = v.parse(Named, await page.evaluate('rewindow.status()'));
  const kept = await readStoredTable(page, 'assetBodies');
  const keptBytes = kept.binaries.reduce((sum, { length }) => sum + length, 0);
  await handOver(stage.api, ids.sessionId);
  const segments = await readArchived(stage.monitor.dataDir, ids.sessionId);
  const texts = await readTexts(stage.monitor.dataDir);
  const bytes = segments.reduce((sum, one) => sum + one.bytes, 0);
  const alone = segments.reduce((sum, one) => sum + one.bytes + growth(one, texts), 0);
  say('', 'segments', 'sheets', 'together', 'each by itself', 'share');
  const row = (label: string, own: number) => {
    say(label, kb(bytes), kb(own), kb(bytes + own), kb(alone), times((bytes + own) / alone));
  };
  row('buffered', keptBytes);
  row(`sent, ${String(files.count)} sheets`, files.bytes);
  row('sent by whoever comes next', 0);
});

/** What the container would grow by, had its records their sheets themselves. */
function growth({ records }: Archived, texts: ReadonlyMap<string, string>): number {
  const size = (some: unknown[]) => gzipSync(JSON.stringify(some)).length;
  return size(records.map((record) => withTexts(record, texts))) - size(records);
}

function withTexts(record: object, texts: ReadonlyMap<string, string>): unknown {
  const { success, output } = v.safeParse(Dom, unpackRecord(record, { valueCount: 4_000_000 }));
  const sheets = success ? output.data['sheets'] : undefined;
  if (!success || !Array.isArray(sheets)) return record;
  const { event, sheets: _, ...others } = output.data;
  const whole = mapSheets(event, (value) => {
    if (!isSheetReference(value)) return value;
    const text = texts.get(String(sheets[value.sheet]));
    if (text === undefined) throw new Error('a sheet has not come');
    return text;
  });
  return { ...output, data: packDom({ event: whole, ...others }, output.at) };
}

/** The monitor's files, by hash, less their first line. */
async function readTexts(dataDir: string): Promise<Map<string, string>> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const named = entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name));
  const read = async ({ parentPath, name }: (typeof named)[number]): Promise<[string, string]> => {
    const text = await readFile(join(parentPath, name), 'utf8');
    return [name, text.slice(text.indexOf('\n') + 1)];
  };
  return new Map(await Promise.all(named.map(read)));
}
