/** Everything that a page with uploads and the console can import. The compiler refuses two meanings of one name. */
export * from '@slipway/core';
export * from '@slipway/protocol';
export * from '../src/admin.ts';
