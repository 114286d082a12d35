import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection, type Connection } from '../../../../monitor/src/index/connection.ts';
import { keepStatements } from '../../../../monitor/src/index/statements.ts';

describe('prepared statements', () => {
  let connection: Connection;
  beforeEach(() => {
    connection = openConnection(':memory:', { waitMs: 100 });
    connection.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)');
  });
  afterEach(() => connection.close());

  it('are kept, and answer each time for themselves', () => {
    const { prepare } = keepStatements(connection);
    const insert = 'INSERT INTO notes (text) VALUES (?) RETURNING id';
    const read = 'SELECT id, text FROM notes WHERE id >= ? ORDER BY id';
    expect(prepare(insert)).toBe(prepare(insert));
    const ids = Array.from({ length: 250 }, (_, index) => prepare(insert).all([`note ${String(index)}`]));
    expect(ids.at(-1)).toEqual([{ id: 250 }]);
    for (const [from, count] of [
      [1, 250],
      [151, 100],
      [51, 200],
      [999, 0],
      [250, 1],
    ] as const) {
      expect(prepare(read).all([from])).toHaveLength(count);
    }
    // A later step of the database's form is seen.
    connection.exec("ALTER TABLE notes ADD COLUMN author TEXT DEFAULT 'ada'");
    const all = 'SELECT * FROM notes WHERE id = ?';
    expect(prepare(all).all([1])).toEqual([{ id: 1, text: 'note 0', author: 'ada' }]);
  });

  it('work again after one has failed, and hold nothing up', () => {
    const { prepare } = keepStatements(connection);
    const insert = 'INSERT INTO notes (text) VALUES (?)';
    prepare('BEGIN').run([]);
    prepare(insert).run(['one']);
    expect(() => prepare(insert).run(['one'])).toThrow(/UNIQUE/);
    prepare(insert).run(['two']);
    prepare('COMMIT').run([]);
    connection.exec('DROP TABLE notes');
    expect(() => prepare(insert).run(['three'])).toThrow(/no such table/);
  });

  it('are kept up to a number, the ones that were used last, and not where they are long', () => {
    const { prepare } = keepStatements(connection);
    const [first, second] = [prepare('SELECT 1'), prepare('SELECT 2')];
    for (let number = 3; number < 400; number += 1) {
      prepare(`SELECT ${String(number)}`);
      expect(prepare('SELECT 1')).toBe(first);
    }
    expect(prepare('SELECT 2')).not.toBe(second);
    const long = `SELECT 1 WHERE 1 IN (${Array.from({ length: 2_100 }, () => '?').join()})`;
    expect(prepare(long)).not.toBe(prepare(long));
  });
});
