import { useCallback, useEffect, useReducer, useRef } from 'react';

/** One page of a listing. */
interface Page<Item> {
  readonly items: readonly Item[];
  /** Requests the next page. `undefined` on the last page. */
  readonly cursor: string | undefined;
}

/** A listing, loaded page by page. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  /** Whether all pages are loaded and have no items. */
  readonly isEmpty: boolean;
  /** Whether the listing failed before it had items. */
  readonly isUnknown: boolean;
  /** Why the latest page failed to load. */
  readonly error: unknown;
  /** Loads the next page, unless one is loading already. */
  loadMore(): void;
  /** Loads all remaining pages, until `stop`. */
  loadAll(): void;
  /** Stops after the page that is loading. */
  stop(): void;
  /** Starts over from the first page. */
  reload(): void;
  /** Removes items that no longer exist. */
  remove(isGone: (item: Item) => boolean): void;
}

interface State<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | undefined;
  readonly isLoading: boolean;
  /** Whether the first page has loaded. */
  readonly hasFirstPage: boolean;
  readonly error: unknown;
}

type Action<Item> =
  | { readonly type: 'started'; readonly isAnew: boolean }
  | { readonly type: 'page'; readonly page: Page<Item> }
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'removed'; readonly isGone: (item: Item) => boolean };

const EMPTY = {
  items: [],
  cursor: undefined,
  isLoading: false,
  hasFirstPage: false,
  error: undefined,
} as const;

function reduce<Item>(state: State<Item>, action: Action<Item>): State<Item> {
  switch (action.type) {
    case 'started':
      return action.isAnew
        ? { ...EMPTY, isLoading: true }
        : { ...state, isLoading: true, error: undefined };
    case 'page': {
      const { items, cursor } = action.page;
      const all = state.items.length === 0 ? items : state.items.concat(items);
      return { items: all, cursor, isLoading: false, hasFirstPage: true, error: undefined };
    }
    case 'failed':
      return { ...state, isLoading: false, error: action.error };
    case 'removed':
      return { ...state, items: state.items.filter((item) => !action.isGone(item)) };
  }
}

/**
 * Loads a listing page by page.
 *
 * @param load loads a page. A new function is a new listing, which starts over
 */
export function usePages<Item>(
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
): Pages<Item> {
  const [state, dispatch] = useReducer(reduce<Item>, EMPTY);
  const run = useRef<{ readonly controller: AbortController; busy: boolean; all: boolean }>(null);
  const cursor = useRef<string>(undefined);

  const read = useCallback(
    async (isAnew: boolean) => {
      const { current } = run;
      if (!current || current.busy) return;
      current.busy = true;
      const { signal } = current.controller;
      try {
        let isFirst = isAnew;
        do {
          dispatch({ type: 'started', isAnew: isFirst });
          const page = await load(isFirst ? undefined : cursor.current, signal);
          if (signal.aborted) return;
          isFirst = false;
          cursor.current = page.cursor;
          dispatch({ type: 'page', page });
        } while (current.all && cursor.current !== undefined);
      } catch (error) {
        if (!signal.aborted) dispatch({ type: 'failed', error });
      } finally {
        current.busy = false;
        current.all = false;
      }
    },
    [load],
  );

  const reload = useCallback(() => {
    run.current?.controller.abort();
    run.current = { controller: new AbortController(), busy: false, all: false };
    cursor.current = undefined;
    void read(true);
  }, [read]);
  useEffect(() => {
    reload();
    return () => run.current?.controller.abort();
  }, [reload]);

  const loadMore = useCallback(() => void read(!state.hasFirstPage), [read, state.hasFirstPage]);
  const loadAll = useCallback(() => {
    if (run.current) run.current.all = true;
    void read(!state.hasFirstPage);
  }, [read, state.hasFirstPage]);
  const stop = useCallback(() => {
    if (run.current) run.current.all = false;
  }, []);
  const remove = useCallback(
    (isGone: (item: Item) => boolean) => dispatch({ type: 'removed', isGone }),
    [],
  );
  const { items, isLoading, hasFirstPage, error } = state;
  const hasMore = !hasFirstPage || state.cursor !== undefined;
  return {
    items,
    isLoading,
    hasMore,
    isEmpty: items.length === 0 && !isLoading && !hasMore,
    isUnknown: items.length === 0 && error !== undefined,
    error,
    loadMore,
    loadAll,
    stop,
    reload,
    remove,
  };
}
