import { useCallback, useEffect, useState } from 'react';
import { fetchLibrary, type Library } from './library.ts';

/** The caller's files in the bucket, and a function to reload them. */
export function useLibrary(): {
  /** `null` when the backend has no list of files, `undefined` until it has answered. */
  readonly library: Library | null | undefined;
  readonly fault: string | undefined;
  refresh(): void;
} {
  const [library, setLibrary] = useState<Library | null>();
  const [fault, setFault] = useState<string>();
  // A new function runs the effect again.
  const [look, setLook] = useState(() => fetchLibrary);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    look(signal).then(
      (found) => {
        setLibrary(found);
        setFault(undefined);
      },
      (error: Error) => signal.aborted || setFault(error.message),
    );
    return () => controller.abort();
  }, [look]);
  const refresh = useCallback(
    () => setLook(() => (signal: AbortSignal) => fetchLibrary(signal)),
    [],
  );
  return { library, fault, refresh };
}
