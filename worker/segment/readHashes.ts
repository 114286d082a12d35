/** As stamping writes a record that names style sheets: their list stands first, and the megabytes behind it are not looked at. */
const SHEETS = /^\{"kind":"dom","at":[^,]+,"data":\{"sheets":\[([^\]]*)\]/;

/** Content hashes of the files that a record names, as JSON text. */
export function readHashes(record: string): string[] {
  const found = record.startsWith('{"kind":"asset"')
    ? record.matchAll(/"hash":"([0-9a-f]{64})"/g)
    : (SHEETS.exec(record)?.[1] ?? '').matchAll(/"([0-9a-f]{64})"/g);
  return Array.from(found, ([, hash = '']) => hash);
}
