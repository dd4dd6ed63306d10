/**
 * The same as `@slipway/server/express`, under its former name.
 *
 * @module
 * @deprecated The next release removes it. Import from `@slipway/server/express`, or from `@slipway/server/fetch` without
 *   Express.
 */
export * from './express.ts';
