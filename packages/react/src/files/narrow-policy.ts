import type { UploadPolicy } from '@slipway/core';

/** What a page asks for on top of what the backend allows. */
export interface Narrowing {
  /** MIME types, ranges and extensions, as in HTML's `accept`. @defaultValue the backend's */
  readonly accept?: string | readonly string[] | undefined;
  /** Most files this widget holds at a time. @defaultValue the backend's */
  readonly maxFiles?: number | undefined;
}

/** The stricter of both: a page can ask for less than its backend allows, never for more. */
export function narrowPolicy(policy: UploadPolicy, narrowing: Narrowing): UploadPolicy {
  const accept = narrowAccept(policy.accept ?? [], parseAccept(narrowing.accept));
  const limits = [policy.maxFiles, narrowing.maxFiles].filter((limit) => limit !== undefined);
  return {
    ...policy,
    accept: accept.length > 0 ? accept : undefined,
    maxFiles: limits.length > 0 ? Math.min(...limits) : undefined,
  };
}

/** Reads HTML's comma-separated form too. */
export function parseAccept(accept: string | readonly string[] | undefined): readonly string[] {
  const entries = typeof accept === 'string' ? accept.split(',') : (accept ?? []);
  return entries.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '');
}

function narrowAccept(backend: readonly string[], page: readonly string[]): readonly string[] {
  if (page.length === 0 || backend.length === 0) return page.length > 0 ? page : backend;
  const allowed = parseAccept(backend);
  const narrowed = new Set([
    // An extension says nothing about MIME types: whether both fit is then for the backend to judge.
    ...page.filter((entry) =>
      allowed.some((other) => covers(other, entry) || !alike(other, entry)),
    ),
    ...allowed.filter((entry) => page.some((other) => covers(other, entry))),
  ]);
  // Nothing in common is a mistake of the page; the backend's refusal says so for each file.
  return narrowed.size > 0 ? [...narrowed] : page;
}

function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*' || wide === '*/*') return true;
  return wide.endsWith('/*') && narrow.startsWith(wide.slice(0, -1));
}

function alike(one: string, other: string): boolean {
  return one.startsWith('.') === other.startsWith('.');
}
