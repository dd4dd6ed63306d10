import { afterAll, vi } from 'vitest';
import { writeRecipe } from '../../testing/recipe.ts';

// A busy machine needs long to load the AWS SDK.
vi.setConfig({ hookTimeout: 60_000 });

// The recipe's own tests become tests of this file.
const { load } = await writeRecipe('testing', {}, afterAll);
await load('files.test.jsx');
await load('app.test.js');
