import { useEffect, useState } from 'react';

/** A part of the widget that is not on the first screen. */
export type LazyPart<T> =
  | { readonly status: 'waiting' }
  | { readonly status: 'ready'; readonly part: T }
  | { readonly status: 'missing' };

const WAITING = { status: 'waiting' } as const;

/**
 * Fetches a part of the widget once it is `wanted`. One that cannot be had is `missing`: what it would have
 * done is done in a plainer way, for an upload must not fail with a picture.
 *
 * @param load the same function each time
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
