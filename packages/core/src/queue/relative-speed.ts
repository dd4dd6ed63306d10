import type { Connection } from './ways.ts';

/** Speed of a connection, compared with the average of all. `undefined` until it has carried a part. */
export function relativeSpeed(
  connection: Connection | undefined,
  known: ReadonlySet<Connection>,
): number | undefined {
  const speeds = [...known].flatMap(({ speed }) => speed ?? []);
  const speed = connection?.speed;
  return speed && (speed * speeds.length) / speeds.reduce((sum, one) => sum + one, 0);
}
