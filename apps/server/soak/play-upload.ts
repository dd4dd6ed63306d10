import type { Chance } from '../chaos/random.ts';
import { createUpload } from './create-upload.ts';
import { abort, askAgain, duel, finish, vanishAndReturn } from './endings.ts';
import { inspect } from './inspect.ts';
import { pause } from './pace.ts';
import { sendParts } from './send-parts.ts';
import { chooseStory, type Story } from './story.ts';
import type { Created, World } from './world.ts';

/** Plays one client with one file, from the first request to the last. */
export async function playUpload(world: World, chance: Chance): Promise<void> {
  const { ledger } = world;
  const story = chooseStory(chance);
  ledger.count('uploads');
  ledger.count(`story: ${story}`);
  await pause(chance);
  const created = await createUpload(world, chance, story);
  if (!created || story === 'vanish after create') return;
  const isSent = await sendParts(world, chance, created, story);
  if (!isSent || story === 'vanish after the parts') return;
  await pause(chance);
  await end(world, chance, created, story);
  await inspect(world, chance, created);
}

async function end(world: World, chance: Chance, created: Created, story: Story): Promise<void> {
  if (story === 'abort') return abort(world, created);
  if (story === 'vanish in complete') return vanishAndReturn(world, chance, created);
  if (story === 'complete and abort at once') return duel(world, chance, created);
  await finish(world, created);
  if (story === 'finish, and ask again') await askAgain(world, chance, created);
}
