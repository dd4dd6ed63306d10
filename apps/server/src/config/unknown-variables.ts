import { editDistance } from '@slipway/server/config';
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
      : /^S3_/i.test(name) && editDistance(name.toUpperCase(), nearest) <= 1;
    return isOurs ? [`${name}: the backend has no such variable. Did you mean ${nearest}?`] : [];
  });
}

function nearestTo(name: string): string {
  const wanted = withoutPrefix(name);
  const [nearest = ''] = KNOWN.toSorted(
    (a, b) => editDistance(wanted, withoutPrefix(a)) - editDistance(wanted, withoutPrefix(b)),
  );
  return nearest;
}

/** A wrong prefix is one mistake, as in `SLIPWAY_BUCKET`. */
function withoutPrefix(name: string): string {
  return name.toUpperCase().replace(/^(?:SLIPWAY|S3)_/, '');
}
