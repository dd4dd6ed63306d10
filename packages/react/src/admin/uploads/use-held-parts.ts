import { useEffect, useMemo } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { HeldParts } from './held-parts.ts';

/** How long a row has to stay in sight before it is worth a request: longer than a flick of the wheel shows it. */
const REST_MS = 150;

/** Asks what uploads hold for as long as the component is on the page. */
export function useHeldParts(client: AdminClient): HeldParts {
  const held = useMemo(() => new HeldParts({ client, wait: rest }), [client]);
  useEffect(() => () => held.stop(), [held]);
  return held;
}

function rest(then: () => void): () => void {
  const timer = setTimeout(then, REST_MS);
  return () => clearTimeout(timer);
}
