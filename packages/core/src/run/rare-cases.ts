/**
 * What few uploads need: the check of files that are empty, and the reasons why an upload can never succeed. It is a
 * separate chunk.
 *
 * @module
 */
export { corsFault, explainRefusal } from '../retry/explain-failure.ts';
export { assertEmpty } from './assert-empty.ts';
