import { openConnection } from './connection.ts';

/** A monitor that is being replaced may need so long to shut down. */
const LOCK_WAIT_MS = 5_000;

/** Another monitor works with the same data. Each would know half of what arrives, so there may be one only. */
export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError';
}

/**
 * Keeps a folder to this process until `stop`. It is a transaction on a file of its own, so the system releases it even
 * when the process is killed.
 * @throws {FolderLockedError}
 */
export function lockFolder(file: string): { stop(): void } {
  const connection = openConnection(file, { waitMs: LOCK_WAIT_MS });
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch {
    connection.close();
    throw new FolderLockedError(`The data is in use by another monitor (${file} is locked).`);
  }
  return {
    stop() {
      connection.exec('ROLLBACK');
      connection.close();
    },
  };
}
