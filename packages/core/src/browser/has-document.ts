/** Whether this code runs in a page, and not on a server that renders one. */
export function hasDocument(): boolean {
  return typeof document !== 'undefined';
}
