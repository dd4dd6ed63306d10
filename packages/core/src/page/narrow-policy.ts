import type { UploadPolicy } from '@slipway/protocol';

/** Restrictions that a page adds to the backend's policy. */
export interface Narrowing {
  /** MIME types, ranges and extensions, as in HTML's `accept`. @defaultValue the backend's */
  readonly accept?: string | readonly string[] | undefined;
  /** The most files that the widget holds at a time. @defaultValue the backend's */
  readonly maxFiles?: number | undefined;
}

/** Combines both restrictions. A page can allow less than its backend, never more. */
export function narrowPolicy(policy: UploadPolicy, narrowing: Narrowing): UploadPolicy {
  const accept = narrowAccept(policy.accept ?? [], parseAccept(narrowing.accept));
  const limits = [policy.maxFiles, narrowing.maxFiles].filter((limit) => limit !== undefined);
  return {
    ...policy,
    accept: accept.length > 0 ? accept : undefined,
    maxFiles: limits.length > 0 ? Math.min(...limits) : undefined,
  };
}

/** Parses a list, or HTML's comma-separated text. */
export function parseAccept(accept: string | readonly string[] | undefined): readonly string[] {
  const entries = typeof accept === 'string' ? accept.split(',') : (accept ?? []);
  return entries.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '');
}

function narrowAccept(backend: readonly string[], page: readonly string[]): readonly string[] {
  if (page.length === 0 || backend.length === 0) return page.length > 0 ? page : backend;
  const allowed = parseAccept(backend);
  const narrowed = new Set([
    // Extensions and MIME types cannot be compared here, so the backend decides whether a file fits both.
    ...page.filter((entry) =>
      allowed.some((other) => covers(other, entry) || !alike(other, entry)),
    ),
    ...allowed.filter((entry) => page.some((other) => covers(other, entry))),
  ]);
  // If both have nothing in common, the page has a mistake. The backend then refuses each file with an error.
  return narrowed.size > 0 ? [...narrowed] : page;
}

function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*' || wide === '*/*') return true;
  return wide.endsWith('/*') && narrow.startsWith(wide.slice(0, -1));
}

function alike(one: string, other: string): boolean {
  return one.startsWith('.') === other.startsWith('.');
}
