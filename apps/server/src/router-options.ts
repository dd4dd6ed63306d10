import type { SharedStore, TokenKey, UploadRouterOptions, Webhooks } from '@slipway/server/express';
import type { Config } from './config/config.ts';
import type { Storage } from './storage/storage.ts';

/** What the router works with. */
export interface RouterParts {
  readonly config: Config;
  readonly storage: Storage;
  readonly tokenKeys: readonly TokenKey[];
  readonly store: SharedStore;
  readonly webhooks: Webhooks | undefined;
}

/** What the app adds to the configuration. */
type Watching = Pick<
  UploadRouterOptions,
  'authorize' | 'authorizeAdmin' | 'onError' | 'onEvent' | 'tracing'
>;

/** The options of the upload router, from the variables and the config file. */
export function routerOptionsOf(
  { config, storage, tokenKeys, store, webhooks }: RouterParts,
  { authorize, authorizeAdmin, onError, onEvent, tracing }: Watching,
): UploadRouterOptions {
  const { options } = config.file;
  return {
    // Hooks, names of keys and limits of bodies. The configuration has the others, merged with the variables.
    ...options,
    s3: storage.client,
    s3ForComplete: storage.completeClient,
    bucket: storage.bucket,
    tokenKeys,
    authorize,
    authorizeAdmin,
    tracing,
    describeConfiguration: () => config.description,
    policy: config.policy,
    object: config.object,
    prefix: config.prefix,
    keyLayout: config.keyLayout,
    keepFolders: config.keepFolders,
    metadataNames: config.metadataNames,
    verifyType: config.verifyType,
    resume: config.resume,
    quotas: config.limits.quotas,
    rateLimits: config.limits.rateLimits,
    store,
    webhooks,
    allowedOrigins: config.allowedOrigins,
    urlLifetimeSeconds: config.urlLifetimeSeconds,
    uploadLifetimeSeconds: config.uploadLifetimeSeconds,
    storageTimeoutSeconds: config.storageTimeoutSeconds,
    completeTimeoutSeconds: config.completeTimeoutSeconds,
    s3Store: config.s3Store,
    smallFiles: config.smallFiles,
    endpoints: storage.endpoints,
    credentialsSplit: config.credentialsSplit,
    onError(error, details) {
      onError?.(error, details);
      options.onError?.(error, details);
    },
    onEvent(event) {
      onEvent?.(event);
      return options.onEvent?.(event);
    },
  };
}
