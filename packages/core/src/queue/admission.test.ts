import { expect, test } from 'vitest';
import { type Admissible, createAdmission } from './admission.ts';

function setUp() {
  const started: string[] = [];
  const admission = createAdmission<Admissible & { name: string }>(6, ({ name }) =>
    started.push(name),
  );
  return { started, admission };
}

const file = (name: string, parts: number, hasStarted = false) => ({
  name,
  small: parts === 1,
  partsLeft: parts,
  hasStarted,
});

test('only a few large files run while they keep the connections busy', () => {
  const { started, admission } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) admission.wait(file(name, 100));
  admission.fill();
  expect(started).toEqual(['a', 'b', 'c']);
});

test('more large files start when the running ones leave connections without work', () => {
  const { started, admission } = setUp();
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) admission.wait(file(name, 2));
  admission.fill();
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a small file does not wait behind large ones', () => {
  const { started, admission } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) admission.wait(file(name, 100));
  admission.wait(file('small', 1));
  admission.fill();
  expect(started).toContain('small');
});

test('of ten thousand small files three hundred run, and a hundred more start when a hundred have left', () => {
  const { started, admission } = setUp();
  const files = Array.from({ length: 10_000 }, (_, i) => file(`${i}`, 1));
  for (const f of files) admission.wait(f);
  admission.fill();
  expect(started).toHaveLength(300);
  for (const f of files.slice(0, 99)) admission.leave(f);
  admission.fill();
  expect(started).toHaveLength(300);
  for (const f of files.slice(99, 100)) admission.leave(f);
  admission.fill();
  expect(started).toHaveLength(400);
  expect(admission.active).toBe(300);
});

test('a small file that waits for complete still counts as running', () => {
  const { started, admission } = setUp();
  const files = Array.from({ length: 350 }, (_, i) => file(`${i}`, 1));
  for (const f of files) admission.wait(f);
  admission.fill();
  for (const f of files) f.partsLeft = 0;
  admission.fill();
  expect(started).toHaveLength(300);
});

test('an upload that had started before starts again at once', () => {
  const { started, admission } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) admission.wait(file(name, 100));
  admission.fill();
  admission.wait(file('resumed', 100, true));
  expect(started).toEqual(['a', 'b', 'c', 'resumed']);
});

test('an upload that leaves while it waits does not start', () => {
  const { started, admission } = setUp();
  const a = file('a', 1);
  admission.wait(a);
  admission.leave(a);
  admission.fill();
  expect(started).toEqual([]);
});
