import type { Connectivity } from '../ports/connectivity.ts';

/** A network that the test turns off and on. */
export interface ManualConnectivity extends Connectivity {
  goOffline(): void;
  goOnline(): void;
  /** Sets whether hosts answer, independently of what the device reports. */
  setReachable(reachable: boolean): void;
  /** Sets whether the device reports a slow network. */
  setSlow(slow: boolean): void;
  /** How many listeners wait for the network. */
  readonly listeners: number;
}

/** Creates a network that is online. */
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
