import { isIP } from 'node:net';

/** Whether only this machine can reach a listening address. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === 'localhost' || host === '::1';
}

/**
 * Whether a listening address means "every network". Browsers cannot connect to such an address.
 */
export function isUnspecified(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '';
}

/** An `http` origin. IPv6 addresses get their brackets. */
export function httpOrigin(host: string, port: number): string {
  return new URL(`http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`).origin;
}
