import type { ServerResponse } from 'node:http';

/** Calls `act` right before the response's head is written. */
export function beforeHead(response: ServerResponse, act: () => void): void {
  const { writeHead } = response;
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    act();
    return writeHead.apply(response, args);
  }) as typeof writeHead;
}
