import type { PresignedPart } from '@slipway/protocol';
import type { Ways } from './ways.ts';

/**
 * Speed of the connection that a part would get, compared with the average of all connections. `undefined` until it has
 * carried a part.
 */
export function relativeSpeed(
  { known, next }: Pick<Ways, 'known' | 'next'>,
  part: PresignedPart,
): number | undefined {
  const speeds = [...known].flatMap(({ speed }) => speed ?? []);
  const speed = next(part)?.speed;
  return speed && (speed * speeds.length) / speeds.reduce((sum, one) => sum + one, 0);
}
