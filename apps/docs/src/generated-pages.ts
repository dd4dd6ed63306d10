import { renderHttpApi } from './http-api.ts';
import { renderOptionTables } from './option-tables.ts';
import { renderReference } from './reference.ts';
import { RESPONSE_SCHEMAS_PATH, renderResponseSchemas } from './response-schemas.ts';

/**
 * All files that are generated from the sources: their texts by their paths from the repository's root. The page of the
 * HTTP API is rendered from the response schemas that were there when this module was imported.
 */
export async function renderGeneratedPages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    [RESPONSE_SCHEMAS_PATH, renderResponseSchemas()],
    ...(await renderReference()),
    ...renderOptionTables(),
    ['docs/http-api.md', renderHttpApi()],
  ]);
}
