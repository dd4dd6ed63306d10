import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './pages.ts';
import { RESPONSE_SCHEMAS_PATH, renderResponseSchemas } from './response-schemas.ts';

// Written first, because the module that renders the HTTP API imports the response schemas.
writeFileSync(join(ROOT, RESPONSE_SCHEMAS_PATH), renderResponseSchemas());
const { GENERATED } = await import('./generated-pages.ts');
rmSync(join(ROOT, 'docs/reference'), { recursive: true, force: true });
for (const render of Object.values(GENERATED)) {
  for (const [path, text] of await render()) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
    console.log(path);
  }
}
