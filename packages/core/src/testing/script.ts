/** What happens to one call instead of the usual answer. */
type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string;
      readonly retryAfterMs: number | undefined;
      readonly partNumbers: readonly number[] | undefined;
    }
  /** No answer arrives. `applied` tells whether the call had its effect. */
  | { readonly kind: 'lost'; readonly applied: boolean }
  | { readonly kind: 'held'; readonly released: Promise<void> }
  | { readonly kind: 'corrupted' };

/**
 * The calls that arrived, and the faults that wait for calls. A fault names its call in full (`'put 2'`) or by the first
 * word (`'put'`), and happens once.
 */
export interface Script {
  readonly calls: readonly string[];
  add(call: string, fault: Fault): void;
  /** Records a call, and takes the fault that waits for it. */
  take(call: string): Fault | undefined;
  /** Wakes the tests that wait for this call, because it has had its effect. */
  received(call: string): void;
  /** Settles when `call` has arrived `times` times. */
  receives(call: string, times?: number): Promise<void>;
}

/** Creates an empty script. */
export function createScript(): Script {
  const calls: string[] = [];
  const received: string[] = [];
  const faults: { readonly call: string; readonly fault: Fault }[] = [];
  const waiting = new Set<() => void>();
  const count = (call: string) => received.filter((seen) => fits(call, seen)).length;

  return {
    calls,
    add: (call, fault) => {
      faults.push({ call, fault });
    },
    take(call) {
      calls.push(call);
      const index = faults.findIndex((fault) => fits(fault.call, call));
      return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault;
    },
    received(call) {
      received.push(call);
      for (const check of waiting) check();
    },
    receives: (call, times = 1) =>
      new Promise((resolve) => {
        const check = () => {
          if (count(call) < times) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

function fits(pattern: string, call: string): boolean {
  return call === pattern || call.startsWith(`${pattern} `);
}

/** Lets the tests that wait for the call run before its answer arrives. */
export async function letOthersSpeak(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
