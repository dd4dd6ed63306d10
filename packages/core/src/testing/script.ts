/** What happens to one call instead of what usually would. */
type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string;
      readonly retryAfterMs: number | undefined;
      readonly partNumbers: readonly number[] | undefined;
    }
  /** No answer arrives. `applied`: but the call had its effect. */
  | { readonly kind: 'lost'; readonly applied: boolean }
  | { readonly kind: 'held'; readonly released: Promise<void> }
  | { readonly kind: 'corrupted' };

/**
 * The calls that came in, and the faults that wait for calls to come. A fault names its call in full
 * (`'put 2'`) or by its first word (`'put'`), and happens once.
 */
export interface Script {
  readonly calls: readonly string[];
  add(call: string, fault: Fault): void;
  /** Notes a call and takes the fault that waits for it. */
  take(call: string): Fault | undefined;
  /** Tells those who wait for the call that it has had its effect. */
  received(call: string): void;
  /** Settles when `call` has come in `times` times. */
  receives(call: string, times?: number): Promise<void>;
}

/** An empty script. */
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

/** Gives whoever waits for the call the word before its answer arrives. */
export async function letOthersSpeak(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
