import type { OtherPages } from '../ports/other-pages.ts';

/** As those of `browser-pages.ts`, which is loaded when the first upload of several parts begins. */
export const browserPages: OtherPages = {
  take: async (...upload) => (await load()).take(...upload),
  follow: async (...upload) => (await load()).follow(...upload),
};

async function load(): Promise<OtherPages> {
  return (await import('./browser-pages.ts')).createBrowserPages();
}
