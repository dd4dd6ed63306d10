import type { Page } from '@playwright/test';

/** Everything that the browser stores for the page, as one text. */
export function keptBy(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const kept: unknown[] = [
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      history.state,
      await caches.keys(),
    ];
    for (const { name = '' } of await indexedDB.databases()) {
      const opening = indexedDB.open(name);
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const database = opening.result;
      for (const store of database.objectStoreNames) {
        const contents = database.transaction(store).objectStore(store);
        for (const request of [contents.getAll(), contents.getAllKeys()]) {
          await new Promise((resolve) => request.addEventListener('success', resolve));
          kept.push(request.result);
        }
      }
      database.close();
    }
    return JSON.stringify(kept);
  });
}
