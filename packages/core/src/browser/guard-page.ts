import type { Uploader } from '../engine/uploader.ts';

/** What {@link guardPage} can be told. */
export interface PageGuardOptions {
  /** Whether the browser asks before the page is left while anything is under way. @defaultValue true */
  readonly askBeforeLeaving?: boolean | undefined;
  /**
   * Whether the screen stays on while anything is under way and the page is visible; a device that goes to sleep
   * pauses its uploads. Browsers refuse it on a low battery.
   *
   * @defaultValue false
   */
  readonly keepScreenOn?: boolean | undefined;
}

/**
 * Holds on to the page while anything is being uploaded: leaving it has to be confirmed, the screen can be kept on,
 * and a Web Lock keeps the browser from freezing it in the background.
 *
 * @returns what ends it; closing the uploader does not
 *
 * @example
 * const release = guardPage(uploader, { keepScreenOn: true });
 */
export function guardPage(uploader: Uploader, options: PageGuardOptions = {}): () => void {
  const { askBeforeLeaving = true, keepScreenOn = false } = options;
  let active: AbortController | undefined;

  function update(): void {
    if (uploader.getSnapshot().totals.active === (active !== undefined)) return;
    if (active) {
      release();
    } else {
      active = new AbortController();
      const { signal } = active;
      // Only while it is needed: pages that listen cannot be kept for the way back.
      if (askBeforeLeaving) addEventListener('beforeunload', ask, { signal });
      if (keepScreenOn) keepOn(signal);
      stayAwake(signal);
    }
  }

  function release(): void {
    active?.abort();
    active = undefined;
  }

  const unsubscribe = uploader.subscribe(update);
  update();
  return () => {
    unsubscribe();
    release();
  };
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
  event.returnValue = true; // Browsers of before 2024 ask only then.
}

/** Browsers let go of the screen whenever the page is hidden. */
function keepOn(signal: AbortSignal): void {
  let sentinel: WakeLockSentinel | undefined;

  async function request(): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    try {
      sentinel = await navigator.wakeLock.request('screen');
      if (signal.aborted) await sentinel.release();
    } catch {} // Refused, or not known here: uploads do not depend on it.
  }

  document.addEventListener('visibilitychange', request, { signal });
  signal.addEventListener('abort', () => void sentinel?.release());
  void request();
}

/**
 * Browsers do not freeze a page that holds a lock.
 *
 * @see https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */
function stayAwake(signal: AbortSignal): void {
  const held = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });
  // Shared: any number of pages hold it. Outside of secure contexts there are no locks.
  void navigator.locks?.request('slipway-active', { mode: 'shared' }, () => held);
}
