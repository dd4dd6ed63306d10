import { afterAll } from 'vitest';
import { writeRecipe } from '../../testing/recipe.ts';

// The recipe's own tests become tests of this file.
const { load } = await writeRecipe('testing', {}, afterAll);
await load('files.test.jsx');
await load('app.test.js');
