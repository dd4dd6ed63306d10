import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The names that a module exports, by the module that each comes from. */
function exportsOf(file: string): Map<string, string> {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const names = new Map<string, string>();
  for (const [, list = '', from = ''] of text.matchAll(
    /export (?:type )?\{([^}]*)\} from '([^']+)'/g,
  )) {
    for (const item of list.split(',')) {
      const name = item.trim().split(' ').at(-1);
      if (name) names.set(name, from);
    }
  }
  return names;
}

test('a page that imports from core and react needs no alias', () => {
  const core = exportsOf('../packages/core/src/index.ts');
  const react = [
    ...exportsOf('../packages/react/src/index.ts'),
    ...exportsOf('../packages/react/src/admin.ts'),
  ];
  expect(core.size).toBeGreaterThan(20);
  expect(react.length).toBeGreaterThan(20);
  const shared = react.filter(([name]) => core.has(name));
  expect(shared.length).toBeGreaterThan(0);
  expect(shared.filter(([, from]) => !/^@slipway\/(core|protocol)/.test(from))).toEqual([]);
});
