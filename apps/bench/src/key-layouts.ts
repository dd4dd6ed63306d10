import {
  createObjectKeys,
  type ObjectKeyOptions,
} from '../../../packages/server/src/keys/object-key.ts';

/** What S3 promises: at least this many writes per second and partition. */
const WRITES_PER_PARTITION = 3_500;
const WRITES_PER_SECOND = 20_000;
/** One simulated key stands for so many. */
const WEIGHT = 10;
const MINUTES = [0, 1, 2, 5, 10, 20];
const START_MS = Date.UTC(2026, 0, 1);

/** Keys from this one to the next partition's. */
interface Partition {
  readonly from: string;
  /** Of the last minute. */
  keys: string[];
}

/**
 * Simulates how S3 spreads the keys of many uploads. S3 says that it splits the keys of a bucket into partitions by load, and
 * answers 503 while it does. The model: at the end of each minute, each partition that was asked for more than it serves
 * is split at the median of the minute's keys. That is a guess, and a fast one. The outcome does not depend on its speed: with
 * keys by time, all new keys belong to the last partition however often it is split.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
 */
export async function simulateKeyLayouts(): Promise<boolean> {
  const layouts: Readonly<Record<string, ObjectKeyOptions & { readonly tenants?: number }>> = {
    'by time': {},
    'by time, 100 tenants of equal size': { tenants: 100 },
    spread: { keyLayout: 'spread' },
  };
  console.log(
    `\n### ${WRITES_PER_SECOND.toLocaleString('en')} uploads per second: writes that S3 refuses with 503\n`,
  );
  console.log(`| keys | ${MINUTES.map((minute) => `minute ${minute + 1}`).join(' | ')} |`);
  console.log(`| --- |${MINUTES.map(() => ' ---: |').join('')}`);
  const last = Object.entries(layouts).map(([name, layout]) => {
    const refused = simulate(layout);
    console.log(
      `| ${name} | ${MINUTES.map((minute) => `${refused[minute]?.toFixed(0)} %`).join(' | ')} |`,
    );
    return { name, refused: refused.at(-1) ?? 100 };
  });
  return last.every(({ name, refused }) => name !== 'spread' || refused === 0);
}

/** The share of refused writes in each minute, in percent. */
function simulate({
  tenants,
  ...layout
}: ObjectKeyOptions & { readonly tenants?: number }): number[] {
  let now = START_MS;
  const keyOf = createObjectKeys({ ...layout, now: () => now });
  const file = { name: 'photo.jpg', size: 1, type: 'image/jpeg' };
  let partitions: readonly Partition[] = [{ from: '', keys: [] }];
  const perMinute = (60 * WRITES_PER_SECOND) / WEIGHT;
  return Array.from({ length: Math.max(...MINUTES) + 1 }, (_, minute) => {
    for (const partition of partitions) partition.keys = [];
    for (let i = 0; i < perMinute; i += 1) {
      now = START_MS + minute * 60_000 + Math.floor((i * 60_000) / perMinute);
      const tenant = tenants === undefined ? undefined : `tenant-${i % tenants}`;
      const key = keyOf(file, { subject: 'anyone', tenant });
      partitionOf(partitions, key).keys.push(key);
    }
    const served = partitions.reduce(
      (sum, { keys }) => sum + Math.min(keys.length, MOST_OF_A_MINUTE),
      0,
    );
    partitions = partitions.flatMap(split);
    return 100 * (1 - served / perMinute);
  });
}

/** Simulated keys that a partition takes in a minute. */
const MOST_OF_A_MINUTE = (60 * WRITES_PER_PARTITION) / WEIGHT;

function partitionOf(partitions: readonly Partition[], key: string): Partition {
  let low = 0;
  let high = partitions.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((partitions[middle]?.from ?? '') <= key) low = middle;
    else high = middle;
  }
  const found = partitions[low];
  if (!found) throw new Error('There is no partition.');
  return found;
}

function split(partition: Partition): readonly Partition[] {
  if (partition.keys.length <= MOST_OF_A_MINUTE) return [partition];
  const median = partition.keys.toSorted()[partition.keys.length >> 1] ?? '';
  return [partition, { from: median, keys: [] }];
}
