import { withNewcomer } from './newcomer.mjs';
import { requireTrustedTypes } from './trusted-types.mjs';

/**
 * Follows `docs/getting-started.md`. Then builds the same page with a policy of Trusted Types, and uploads again.
 * `npm run matrix` does that with other bundlers.
 *
 * @throws at the first step that fails
 */
export async function checkGettingStarted() {
  await withNewcomer(async ({ folder, shell, upload }) => {
    requireTrustedTypes(folder);
    await shell('npx vite build --logLevel warn --base ./ --outDir dist/trusted-types', folder);
    await upload('trusted-types');
  });
  console.log('An empty folder became a page that uploads.');
}
