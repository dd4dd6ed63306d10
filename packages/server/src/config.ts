/**
 * The config file of the backend's image: `slipway.config.ts`. The file itself needs only `defineConfig` and `UploadError`. A
 * program that reads such a file uses the rest.
 *
 * @module
 */
export {
  type FileFacts,
  UploadError,
  type UploadErrorCode,
  type UploadPolicy,
} from '@slipway/protocol';
export { editDistance } from './config-file/edit-distance.ts';
export { type FoundConfigFile, findConfigFile } from './config-file/find-config-file.ts';
export { type LoadedConfig, loadConfigFile } from './config-file/load-config-file.ts';
export { defineConfig, type SlipwayConfig } from './config-file/slipway-config.ts';
export type { ObjectKeyDefaults, ObjectKeyFunction } from './keys/object-key.ts';
export type { ObjectOptions, ObjectOptionsFunction } from './object/object-options.ts';
export {
  LOCK_CONTRADICTION,
  nameVariables,
  OBJECT_VARIABLES,
  type ObjectVariableValues,
  type OptionVariable,
  toObjectOptions,
} from './object/object-variables.ts';
export type { Principal } from './principal.ts';
export {
  type CustomStore,
  STORE_CHOICES,
  type StoreChoice,
  type StoreName,
  type StoreProfile,
} from './s3/store-profile.ts';
export type {
  HookedAbort,
  HookedCompletion,
  HookedCreation,
  HookedUpload,
} from './service/upload-hooks.ts';
