/** Listeners by event name. */
export interface Emitter<Events> {
  /** Returns a function that stops listening. */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** Whether the event has listeners. */
  hasListeners(event: keyof Events): boolean;
  emit<E extends keyof Events>(event: E, payload: Events[E]): void;
  clear(): void;
}

/** Calls listeners in the order in which they were added. A listener that throws stops neither the others nor the upload. */
export function createEmitter<Events>(): Emitter<Events> {
  const all = new Map<keyof Events, Set<(payload: never) => void>>();
  return {
    on(event, listener) {
      const listeners = all.get(event) ?? new Set();
      all.set(event, listeners.add(listener));
      return () => listeners.delete(listener);
    },
    hasListeners: (event) => (all.get(event)?.size ?? 0) > 0,
    emit(event, payload) {
      for (const listener of all.get(event) ?? []) {
        try {
          (listener as (payload: Events[typeof event]) => void)(payload);
        } catch (error) {
          console.error(error);
        }
      }
    },
    clear: () => all.clear(),
  };
}
