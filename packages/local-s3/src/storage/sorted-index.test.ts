import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareKeys, firstIndex, SortedIndex } from './sorted-index.ts';

interface Item {
  readonly key: string;
  readonly turn: number;
}

const compare = (a: Item, b: Item) => compareKeys(a.key, b.key);
const KEYS = fc.constantFrom('', 'a', 'a/', 'a/b', 'b', 'é', '\u{ffff}', '\u{1f600}');

test('an index that changes between listings stays sorted', () => {
  const changes = fc.array(fc.tuple(KEYS, fc.constantFrom('set', 'delete', 'list')));
  fc.assert(
    fc.property(changes, (steps) => {
      const index = new SortedIndex<Item>(compare);
      const plain = new Map<string, Item>();
      steps.forEach(([key, step], turn) => {
        if (step === 'list') index.values();
        else if (step === 'delete') expect(index.delete(key)).toBe(plain.delete(key));
        else {
          const item = { key, turn };
          index.set(key, item);
          plain.set(key, item);
        }
      });
      expect(index.values()).toEqual([...plain.values()].sort(compare));
      expect(index.size).toBe(plain.size);
      for (const [key, item] of plain) expect(index.get(key)).toBe(item);
    }),
  );
});

test('keys are sorted by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('the first index that fits is found anywhere in a list, or after its end', () => {
  const sorted = [1, 3, 3, 5];
  const found = [0, 1, 2, 3, 4, 5, 6].map((least) => firstIndex(sorted, (n) => n >= least));
  expect(found).toEqual([0, 0, 1, 1, 3, 3, 4]);
});
