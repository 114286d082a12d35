import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Libsql from 'libsql';

export type Connection = Libsql.Database;

/** Opens the file (or `:memory:`), made with its folder where there is none. Statements wait so long for other processes. */
export function openConnection(file: string, { waitMs }: { waitMs: number }): Connection {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true });
  return new Libsql(file, { timeout: waitMs });
}
