import type { Answer } from '../chaos/ask.ts';

/** What a stored object has to be. */
export interface Expected {
  readonly etag: string;
  readonly size: number;
}

/** One line for each broken promise. */
type Fault = string;

/** Notes what callers were told, to compare it with the bucket at the end. */
export interface Ledger {
  /** The objects that must be in the bucket, and no others, by key. */
  readonly expected: ReadonlyMap<string, Expected>;
  readonly faults: readonly Fault[];
  /** How often each thing happened. */
  readonly counts: Readonly<Record<string, number>>;
  count(what: string): void;
  /** A caller heard how an upload ended. All callers of that upload have to hear the same. */
  tell(objectKey: string, answer: Answer, object: Expected): void;
  /** The bucket's owner deleted the object. */
  forget(objectKey: string): void;
  fault(text: Fault): void;
}

/** Starts with nothing told. */
export function createLedger(): Ledger {
  const expected = new Map<string, Expected>();
  const told = new Map<string, Answer>();
  const faults: Fault[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  return {
    expected,
    faults,
    counts,
    count,
    tell(objectKey, answer, object) {
      const before = told.get(objectKey);
      if (before !== undefined && before !== answer) {
        faults.push(`${objectKey}: clients heard different ends`);
      }
      if (before !== undefined) return;
      told.set(objectKey, answer);
      count(answer);
      if (answer === 'object') expected.set(objectKey, object);
    },
    forget(objectKey) {
      count('deleted by the owner');
      expected.delete(objectKey);
    },
    fault: (text) => void faults.push(text),
  };
}
