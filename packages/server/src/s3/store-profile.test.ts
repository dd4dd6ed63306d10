import { readFileSync } from 'node:fs';
import { INTEGRITY_MODES } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { STORE_PROFILES, type StoreProfile } from './store-profile.ts';

const PAGE = new URL('../../../../docs/stores.md', import.meta.url);

const yes = (can: boolean) => (can ? 'yes' : '');

function rowOf(name: string, profile: StoreProfile): readonly string[] {
  const { label, equalParts, conditionalWrites, integrity, listUploads } = profile;
  return [
    label,
    `\`${name}\``,
    yes(equalParts),
    yes(conditionalWrites.put),
    yes(conditionalWrites.complete),
    describeIntegrity(integrity),
    yes(profile.forms),
    listUploads === 'by-prefix' ? 'by prefix' : 'by key',
    yes(profile.lifecycle),
    yes(profile.corsByApi),
  ];
}

function describeIntegrity(modes: StoreProfile['integrity']): string {
  const kept = modes.filter((mode) => mode !== 'none');
  const left = INTEGRITY_MODES.filter((mode) => !modes.includes(mode));
  if (left.length === 0) return 'all';
  if (left.length > 2) return kept.map((mode) => `\`${mode}\``).join(', ');
  return `all but ${left.map((mode) => `\`${mode}\``).join(' and ')}`;
}

test('the table of docs/stores.md says what the profiles say', () => {
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => /^\| [^|]*\| `/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(({ length }) => length === 10);
  const known = Object.entries(STORE_PROFILES).filter(([name]) => name !== 'other');
  expect(rows).toEqual(known.map(([name, profile]) => rowOf(name, profile)));
});
