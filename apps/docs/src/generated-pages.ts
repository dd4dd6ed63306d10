import { renderHttpApi } from './http-api.ts';
import { renderOptionTables } from './option-tables.ts';
import { renderReference } from './reference.ts';

/** All pages that are made from the sources: texts by their paths from the repository's root. */
export async function renderGeneratedPages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...(await renderReference()),
    ...renderOptionTables(),
    ['docs/http-api.md', renderHttpApi()],
  ]);
}
