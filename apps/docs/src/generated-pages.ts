import { renderHttpApi } from './http-api.ts';
import { renderInitTemplates, TEMPLATES_PATH } from './init-templates.ts';
import { renderOptionTables } from './option-tables.ts';
import { REFERENCED, renderReference } from './reference.ts';
import { RESPONSE_SCHEMAS_PATH, renderResponseSchemas } from './response-schemas.ts';

/** Texts of files by their paths from the repository's root. */
export type Pages = ReadonlyMap<string, string>;

/**
 * All files that are generated from the sources, by topic. Each function renders some of them. The page of the HTTP API
 * is rendered from the response schemas that existed when this module was imported.
 */
export const GENERATED: Readonly<Record<string, () => Pages | Promise<Pages>>> = {
  'response schemas': () => new Map([[RESPONSE_SCHEMAS_PATH, renderResponseSchemas()]]),
  'files of slipway init': () => new Map([[TEMPLATES_PATH, renderInitTemplates()]]),
  'tables of options': renderOptionTables,
  'HTTP API': () => new Map([['docs/http-api.md', renderHttpApi()]]),
  ...Object.fromEntries(
    REFERENCED.map((name) => [`reference of ${name}`, () => renderReference(name)]),
  ),
};
