import { environmentSchema } from './environment-schema.ts';
import { SECRET_NAMES } from './secrets.ts';

const KNOWN = [
  ...Object.keys(environmentSchema.shape),
  ...SECRET_NAMES.map((one) => `${one}_FILE`),
];
/** The repository's tests and its development server read these. */
const READ_BY_OTHERS = /^SLIPWAY_(?:TEST_\w+|BACKEND)$/;
/** Kubernetes and Docker set these for a service or container whose name starts with `slipway`. */
const SERVICE_LINK = /_(?:SERVICE_(?:HOST|PORT(?:_\w+)?)|PORT(?:_\d+_(?:TCP|UDP|SCTP)\w*)|NAME)$/;
const LINKED_ADDRESS = /^(?:tcp|udp|sctp):\/\//;

/**
 * One line for each variable that looks like one of the backend's, but is not. A misspelt name would otherwise count as
 * not set, so that a backend without `SLIPWAY_ACCEPT` accepts everything.
 *
 * Other programs read variables that start with `S3_`. Of these, only a name with one wrong letter counts.
 */
export function findUnknownVariables(given: Readonly<Record<string, string>>): string[] {
  return Object.entries(given).flatMap(([name, text]) => {
    if (KNOWN.includes(name)) return [];
    const nearest = nearestTo(name);
    const isOurs = /^SLIPWAY_/i.test(name)
      ? !READ_BY_OTHERS.test(name) && !SERVICE_LINK.test(name) && !LINKED_ADDRESS.test(text)
      : /^S3_/i.test(name) && distance(name.toUpperCase(), nearest) <= 1;
    return isOurs ? [`${name}: the backend has no such variable. Did you mean ${nearest}?`] : [];
  });
}

function nearestTo(name: string): string {
  const wanted = withoutPrefix(name);
  const [nearest = ''] = KNOWN.toSorted(
    (a, b) => distance(wanted, withoutPrefix(a)) - distance(wanted, withoutPrefix(b)),
  );
  return nearest;
}

/** A wrong prefix is one mistake, as in `SLIPWAY_BUCKET`. */
function withoutPrefix(name: string): string {
  return name.toUpperCase().replace(/^(?:SLIPWAY|S3)_/, '');
}

/** How many letters to insert, remove, replace or swap with the next. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(rows[i - 1], j) + 1,
        at(row, j - 1) + 1,
        at(rows[i - 1], j - 1) + (isSame ? 0 : 1),
        isSwapped ? at(rows[i - 2], j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(row);
  }
  return at(rows[a.length], b.length);
}

function at(row: readonly number[] | undefined, index: number): number {
  return row?.[index] ?? Number.POSITIVE_INFINITY;
}
