import type { UploaderInstance } from '../engine/uploader.ts';

/** Options of {@link guardPage}. */
export interface PageGuardOptions {
  /** Whether the browser asks before the user leaves the page while an upload runs. @defaultValue true */
  readonly askBeforeLeaving?: boolean | undefined;
  /**
   * Whether the screen stays on while an upload runs and the page is visible. A device that goes to sleep pauses its
   * uploads. Browsers refuse this on a low battery.
   *
   * @defaultValue false
   */
  readonly keepScreenOn?: boolean | undefined;
}

/**
 * Guards the page while an upload runs. The browser asks before the user leaves the page, and the screen can stay on. A
 * Web Lock keeps the browser from freezing the page in the background.
 *
 * @returns a function that ends the guard. Closing the uploader does not end it
 *
 * @example
 * const release = guardPage(uploader, { keepScreenOn: true });
 */
export function guardPage(uploader: UploaderInstance, options: PageGuardOptions = {}): () => void {
  const { askBeforeLeaving = true, keepScreenOn = false } = options;
  let active: AbortController | undefined;

  function update(): void {
    if (uploader.getSnapshot().totals.active === (active !== undefined)) return;
    if (active) {
      release();
    } else {
      active = new AbortController();
      const { signal } = active;
      // Only while needed, because browsers do not keep pages with this listener for the back button.
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
  event.returnValue = true; // Browsers from before 2024 need this.
}

/** Keeps the screen on. Browsers release it whenever the page is hidden, so it is requested again. */
function keepOn(signal: AbortSignal): void {
  let sentinel: WakeLockSentinel | undefined;

  async function request(): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    try {
      sentinel = await navigator.wakeLock.request('screen');
      if (signal.aborted) await sentinel.release();
    } catch {} // Refused or not supported. Uploads work without it.
  }

  document.addEventListener('visibilitychange', request, { signal });
  signal.addEventListener('abort', () => void sentinel?.release());
  void request();
}

/**
 * Holds a lock, because browsers do not freeze a page that holds one.
 *
 * @see https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */
function stayAwake(signal: AbortSignal): void {
  const held = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });
  // Shared, so that any number of pages can hold it. Insecure contexts have no locks, and sandboxed frames refuse them.
  navigator.locks?.request('slipway-active', { mode: 'shared' }, () => held).catch(() => {});
}
