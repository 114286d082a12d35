import { useEffect, useState } from 'react';
import type { PageRow } from '../../src/api/contract.ts';
import { api } from '../api/client.ts';
import { NOTHING_LOADED, startRecordLoader, type LoadedRecords, type RecordLoader } from './recordLoader.ts';

/** The records of a session, as far as they have come; follows what is archived. */
export function useSessionRecords(sessionId: string, pages: readonly PageRow[] | undefined): LoadedRecords {
  const [loaded, setLoaded] = useState(NOTHING_LOADED);
  const [loader, setLoader] = useState<RecordLoader>();
  useEffect(() => {
    const started = startRecordLoader({
      fetchRecords: (query, signal) => api.records(sessionId, query, signal),
      onChange: setLoaded,
    });
    setLoaded(NOTHING_LOADED);
    setLoader(started);
    return () => {
      started.stop();
    };
  }, [sessionId]);
  useEffect(() => {
    if (pages) loader?.update(pages);
  }, [loader, pages]);
  return loaded;
}
