import type { Connectivity } from '../ports/connectivity.ts';

/** A network that is there until it is told not to be. */
export interface ManualConnectivity extends Connectivity {
  goOffline(): void;
  goOnline(): void;
  /** Whether hosts answer, whatever the device says of itself. */
  setReachable(reachable: boolean): void;
  /** What the device calls its network. */
  setSlow(slow: boolean): void;
  /** How many wait for the network to be back. */
  readonly listeners: number;
}

/** Starts online. */
export function createManualConnectivity(): ManualConnectivity {
  const listeners = new Set<() => void>();
  let online = true;
  let reachable = true;
  let slow = false;
  return {
    get online() {
      return online;
    },
    get slow() {
      return slow;
    },
    get listeners() {
      return listeners.size;
    },
    onOnline(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    canReach: async () => online && reachable,
    setSlow(value) {
      slow = value;
    },
    setReachable(value) {
      reachable = value;
    },
    goOffline() {
      online = false;
    },
    goOnline() {
      online = true;
      for (const listener of listeners) listener();
    },
  };
}
