import { parseArgs } from 'node:util';
import { startLab } from './lab.ts';
import { playSeed } from './play-seed.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    first: { type: 'string', default: '1' },
  },
});
const first = Number(values.first);
const count = Number(values.seeds);

/* Plays the seeds one after another, and prints those that broke a promise. */
const lab = await startLab();
let broken = 0;
const ends = { object: 0, 'no object': 0 };
try {
  for (let seed = first; seed < first + count; seed += 1) {
    const { story, answers, faults } = await playSeed(lab, seed);
    const [answer] = answers;
    if (answer) ends[answer] += 1;
    if (faults.length > 0) broken += 1;
    for (const fault of faults) console.error(`Seed ${seed}: ${fault} (${story})`);
  }
} finally {
  await lab.close();
}
console.log(
  `${count} seeds: ${ends.object} ended with an object, ${ends['no object']} without; ${broken} broke a promise.`,
);
process.exitCode = broken > 0 ? 1 : 0;
