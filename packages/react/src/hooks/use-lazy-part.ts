import { useEffect, useState } from 'react';

/** A part of the widget that is not on the first screen. */
export type LazyPart<T> =
  | { readonly status: 'waiting' }
  | { readonly status: 'ready'; readonly part: T }
  | { readonly status: 'missing' };

const WAITING = { status: 'waiting' } as const;

/**
 * Loads a part of the widget once it is `wanted`. If the load fails, the part is `missing` and the widget uses a plainer
 * fallback: an upload must not fail because a preview did.
 *
 * @param load must be the same function in each render
 */
export function useLazyPart<T>(wanted: boolean, load: () => Promise<T>): LazyPart<T> {
  const [state, setState] = useState<LazyPart<T>>(WAITING);
  useEffect(() => {
    if (!wanted) return;
    let isMounted = true;
    load().then(
      (part) => isMounted && setState({ status: 'ready', part }),
      () => isMounted && setState({ status: 'missing' }),
    );
    return () => {
      isMounted = false;
    };
  }, [wanted, load]);
  return state;
}
