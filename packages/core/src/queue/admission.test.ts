import { expect, test } from 'vitest';
import { type Admissible, createAdmission } from './admission.ts';

function setUp() {
  const begun: string[] = [];
  const admission = createAdmission<Admissible & { name: string }>(6, ({ name }) =>
    begun.push(name),
  );
  return { begun, admission };
}

const file = (name: string, parts: number, hasBegun = false) => ({
  name,
  small: parts === 1,
  partsLeft: parts,
  hasBegun,
});

test('large files run few at a time while they keep the connections busy', () => {
  const { begun, admission } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) admission.wait(file(name, 100));
  admission.fill();
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('more large files begin when those that run leave connections without work', () => {
  const { begun, admission } = setUp();
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) admission.wait(file(name, 2));
  admission.fill();
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a small file does not wait behind large ones', () => {
  const { begun, admission } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) admission.wait(file(name, 100));
  admission.wait(file('small', 1));
  admission.fill();
  expect(begun).toContain('small');
});

test('of ten thousand small files three hundred run, and a hundred more begin when a hundred have left', () => {
  const { begun, admission } = setUp();
  const files = Array.from({ length: 10_000 }, (_, i) => file(`${i}`, 1));
  for (const f of files) admission.wait(f);
  admission.fill();
  expect(begun).toHaveLength(300);
  for (const f of files.slice(0, 99)) admission.leave(f);
  admission.fill();
  expect(begun).toHaveLength(300);
  for (const f of files.slice(99, 100)) admission.leave(f);
  admission.fill();
  expect(begun).toHaveLength(400);
  expect(admission.active).toBe(300);
});

test('a small file that waits for its completion keeps its place', () => {
  const { begun, admission } = setUp();
  const files = Array.from({ length: 350 }, (_, i) => file(`${i}`, 1));
  for (const f of files) admission.wait(f);
  admission.fill();
  for (const f of files) f.partsLeft = 0;
  admission.fill();
  expect(begun).toHaveLength(300);
});

test('an upload that has begun goes on at once', () => {
  const { begun, admission } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) admission.wait(file(name, 100));
  admission.fill();
  admission.wait(file('resumed', 100, true));
  expect(begun).toEqual(['a', 'b', 'c', 'resumed']);
});

test('an upload that leaves while it waits does not begin', () => {
  const { begun, admission } = setUp();
  const a = file('a', 1);
  admission.wait(a);
  admission.leave(a);
  admission.fill();
  expect(begun).toEqual([]);
});
