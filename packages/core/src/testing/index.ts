/**
 * Scripted fakes for testing an app that uploads, without a network and without waiting.
 *
 * @module
 */
export { createManualClock, type ManualClock } from './manual-clock.ts';
export { createManualConnectivity, type ManualConnectivity } from './manual-connectivity.ts';
export { createMemoryPages } from './memory-pages.ts';
export { createMemorySessions } from './memory-sessions.ts';
export { createScriptedS3, type ScriptedS3, type ScriptedS3Options } from './scripted-s3.ts';
export { createSeededRandom } from './seeded-random.ts';
export {
  createStillUploader,
  type StillUnfinished,
  type StillUpload,
  type StillUploaderOptions,
} from './still-uploader.ts';
export {
  createTestUploader,
  type TestUploader,
  type TestUploaderOptions,
} from './test-uploader.ts';
