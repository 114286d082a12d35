import { readFile } from 'node:fs/promises';
import { unwatchFile, watchFile } from 'node:fs';
import { Reader, type Response } from 'maxmind';
import * as v from 'valibot';
import { plainAddress } from './addresses.ts';

/** In which country an address is, by a database in the format of MaxMind (`.mmdb`). */
export interface Countries {
  /** ISO 3166, two capital letters. Undefined where the database does not know. */
  countryOf(address: string): string | undefined;
  stop(): void;
}

export interface CountriesDeps {
  file: string;
  /** The file has changed, and what is there now can't be read: the one before stays in use. */
  report: (error: Error) => void;
  /** How often the file is looked at for a change. */
  lookEveryMs?: number;
}

/** As MaxMind and DB-IP write it, and as flat databases do. */
const Country = v.union([
  v.object({ country: v.object({ iso_code: v.string() }) }),
  v.object({ country_code: v.string() }),
  v.object({ country: v.string() }),
]);

/** Reads the database, and again when the file has changed. @throws where it is not there, or not one */
export async function openCountries({ file, report, lookEveryMs = 30_000 }: CountriesDeps): Promise<Countries> {
  let reader = await load(file);
  let isStopped = false;
  const reload = async () => {
    try {
      const next = await load(file);
      if (!isStopped) reader = next;
    } catch (error) {
      if (!isStopped) report(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const onChange = () => void reload();
  watchFile(file, { persistent: false, interval: lookEveryMs }, onChange);
  return {
    countryOf: (address) => findCountry(reader, plainAddress(address)),
    stop() {
      isStopped = true;
      unwatchFile(file, onChange);
    },
  };
}

async function load(file: string): Promise<Reader<Response>> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw explain(file, 'can not be read', error);
  });
  try {
    const reader = new Reader(bytes);
    // A file that was cut or is of another kind shows itself at the first question at the latest.
    reader.get('192.0.2.1');
    return reader;
  } catch (error) {
    throw explain(file, 'is not a database of the format .mmdb', error);
  }
}

function explain(file: string, what: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The country database ${file} ${what}: ${reason}`, { cause });
}

function findCountry(reader: Reader<Response>, address: string): string | undefined {
  try {
    const found = v.safeParse(Country, reader.get(address));
    if (!found.success) return undefined;
    if ('country_code' in found.output) return found.output.country_code.toUpperCase();
    const { country } = found.output;
    return (typeof country === 'string' ? country : country.iso_code).toUpperCase();
  } catch {
    return undefined;
  }
}
