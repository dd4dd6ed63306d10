import { loadScript } from './load-script.ts';

/** What takes an upload to its object, and knows what to do when something fails. */
export const loadRun = () => loadScript(() => import('./run.ts'));
