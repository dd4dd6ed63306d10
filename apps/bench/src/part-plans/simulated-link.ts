/** A link whose connections may differ in speed. */
export interface SimulatedLink {
  readonly name: string;
  /** The connections, each by its share of `perConnection`. */
  readonly shares: readonly number[];
  /** Bytes per second of a connection with the share 1. */
  readonly perConnection: number;
  /** Bytes per second of all connections together. */
  readonly total: number;
  readonly roundTripMs: number;
  /** How much the shares differ from draw to draw: the standard deviation of their logarithm. @defaultValue 0 */
  readonly spread?: number;
  /** How much the speed of one connection changes within seconds, in the same unit. @defaultValue 0 */
  readonly drift?: number;
}

const MBIT = 1e6 / 8;
const even = (connections: number) => Array.from({ length: connections }, () => 1);

/** The links of the comparison. */
export const SIMULATED_LINKS: readonly SimulatedLink[] = [
  {
    name: 'even: six connections of 50 Mbit/s',
    shares: even(6),
    perConnection: 50 * MBIT,
    total: 300 * MBIT,
    roundTripMs: 80,
  },
  {
    name: 'uneven: 1.6, 1.2, 1.0, 0.8, 0.6, 0.35 of 50 Mbit/s',
    shares: [1.6, 1.2, 1, 0.8, 0.6, 0.35],
    perConnection: 50 * MBIT,
    total: 300 * MBIT,
    roundTripMs: 80,
  },
  {
    name: 'six connections that differ by 30 % and drift',
    shares: even(6),
    perConnection: 50 * MBIT,
    total: 300 * MBIT,
    roundTripMs: 80,
    spread: 0.3,
    drift: 0.25,
  },
  {
    name: 'one connection at a quarter of the speed',
    shares: [0.25, 1, 1, 1, 1, 1],
    perConnection: 50 * MBIT,
    total: 300 * MBIT,
    roundTripMs: 80,
  },
  {
    name: 'twelve connections share 300 Mbit/s unevenly',
    shares: even(12),
    perConnection: 50 * MBIT,
    total: 300 * MBIT,
    roundTripMs: 80,
    spread: 0.6,
    drift: 0.3,
  },
  {
    name: 'Wi-Fi: 40 Mbit/s shared unevenly',
    shares: even(6),
    perConnection: 12 * MBIT,
    total: 40 * MBIT,
    roundTripMs: 30,
    spread: 0.5,
    drift: 0.4,
  },
  {
    name: 'wide: twelve connections of 50 Mbit/s',
    shares: even(12),
    perConnection: 50 * MBIT,
    total: 1_000 * MBIT,
    roundTripMs: 80,
  },
];

/** The speeds of a link's connections over time. The same seed gives the same speeds to every plan. */
export function createSpeeds(link: SimulatedLink, seed: number): (seconds: number) => number[] {
  const random = createNormal(seed);
  const { shares, perConnection, spread = 0, drift = 0 } = link;
  const own = shares.map((share) => share * perConnection * Math.exp(spread * random()));
  const wander = own.map(() => 0);
  /** How fast a connection returns to its own speed, per second. */
  const pull = 0.2;
  return (seconds) =>
    own.map((speed, i) => {
      const before = wander[i] ?? 0;
      const step = drift === 0 ? 0 : drift * Math.sqrt(seconds) * random();
      wander[i] = before - pull * before * seconds + step;
      return speed * Math.exp(wander[i]);
    });
}

/** Numbers of a normal distribution, by Box and Muller, from a linear congruential generator. */
function createNormal(seed: number): () => number {
  let state = BigInt(seed) * 2_654_435_761n + 1n;
  const uniform = () => {
    state =
      (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & 0xffff_ffff_ffff_ffffn;
    return (Number(state >> 11n) + 1) / (2 ** 53 + 1);
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
