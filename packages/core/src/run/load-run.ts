import { loadScript } from './load-script.ts';

/** Loads what runs an upload, from preparing it to recovering from failures. */
export const loadRun = () => loadScript(() => import('./run.ts'));
