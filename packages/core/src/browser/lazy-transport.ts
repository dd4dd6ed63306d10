import type { PartTransport } from '../ports/transport.ts';

const load = () => import('./xhr-transport.ts').catch(() => undefined);

/** The outcome of a part while the script that sends it cannot be loaded. The next attempt loads it again. */
const NOT_SENT = {
  status: 0,
  etag: undefined,
  body: '',
  retryAfterMs: undefined,
  sent: false,
  loaded: 0,
};

/** Connects at once, and meanwhile loads `xhr-transport.ts`, which sends parts. */
export const browserTransport: PartTransport = {
  send: async (request) => (await load())?.send(request) ?? NOT_SENT,
  connect(origins) {
    void load();
    for (const origin of origins) {
      const link = document.createElement('link');
      link.rel = 'preconnect';
      link.crossOrigin = 'anonymous'; // Requests without cookies use their own connections.
      link.href = origin;
      document.head.append(link);
      link.remove(); // The browser has read it. Leave nothing in the page.
    }
  },
};
