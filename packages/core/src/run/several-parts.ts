/**
 * The code for files of several parts: their plans and order, fingerprints, sessions, and turns between pages. It
 * is a separate chunk.
 *
 * @module
 */
export { planParts } from '@slipway/protocol';
export { adoptSession } from './adopt-session.ts';
export { giveWay, waitForTurn } from './find-session.ts';
export { createPickPart } from './pick-part.ts';
export { verifyStored } from './verify-stored.ts';
