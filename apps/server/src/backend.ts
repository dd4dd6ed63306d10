import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from './app.ts';
import type { Config } from './config/config.ts';
import { findRouterMistakes } from './config/find-router-mistakes.ts';
import { keptSecret } from './config/kept-secret.ts';
import { makeTokenKeys, parseTokenKeys } from './config/token-keys.ts';
import { createReadiness } from './health/readiness.ts';
import type { Log } from './log/log.ts';
import { findOpenTelemetry } from './metrics/open-telemetry.ts';
import { createServiceMetrics } from './metrics/service-metrics.ts';
import { CONNECTION_TIMEOUTS, limitConnections } from './network/connection-limits.ts';
import { closeServer, listen } from './network/listen.ts';
import { httpOrigin } from './network/loopback.ts';
import { type RouterParts, routerOptionsOf } from './router-options.ts';
import { openSharedState, type SharedState } from './shared-state/shared-state.ts';
import { StartError } from './start-error.ts';
import { startEmbeddedStorage } from './storage/embedded-storage.ts';
import { openRemoteStorage } from './storage/remote-storage.ts';
import { startSweeping } from './storage/start-sweeping.ts';
import { openWebhooks } from './webhooks/open-webhooks.ts';

/** A running backend. */
export interface Backend {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Where the objects are stored, for the start-up line. */
  readonly storageDescription: string;
  /**
   * Makes `/readyz` answer 503, lets running requests finish within the grace period, then stops.
   */
  close(): Promise<void>;
}

/** Starts everything. @throws StartError with one line for the operator */
export async function startBackend(config: Config, log: Log): Promise<Backend> {
  const { host, port, dataDir, allowedOrigins, limits, shutdown } = config;
  const tokenKeys =
    config.tokenKeys ?? (await keptSecret(dataDir, 'token-keys', makeTokenKeys, parseTokenKeys));
  const storage =
    config.storage.kind === 'embedded'
      ? await startEmbeddedStorage(config, config.storage)
      : await openRemoteStorage(config.storage, config);
  let shared: SharedState | undefined;
  try {
    shared = await openSharedState(limits, log);
    const { store, probes } = shared;
    const metrics = createServiceMetrics();
    const telemetry = findOpenTelemetry(process.env, log);
    const webhooks = openWebhooks(config, store, log, (report) => {
      metrics.onWebhook(report);
      telemetry?.onWebhook(report);
    });
    const parts = { config, storage, tokenKeys, store, webhooks };
    await assertRouterOptions(parts);
    const readiness = createReadiness({ probes: { storage: storage.probe, ...probes }, log });
    const app = createApp({ ...parts, readiness, log, metrics, telemetry });
    const server = createServer(CONNECTION_TIMEOUTS, app);
    limitConnections(server, log);
    const realPort = await listen(server, port, host);
    const pages = [host, '127.0.0.1', 'localhost'].map((name) => httpOrigin(name, realPort));
    await storage.allowOrigins([...new Set([...pages, ...allowedOrigins])]);
    const { sweepAfterSeconds } = limits;
    const sweeper =
      sweepAfterSeconds === undefined
        ? undefined
        : startSweeping(
            storage,
            {
              ...sweepingOf(config),
              olderThanSeconds: sweepAfterSeconds,
              store,
              tokenKeys,
              tracing: telemetry?.tracing,
            },
            log,
          );
    webhooks?.start();
    return {
      url: httpOrigin(host, realPort),
      storageDescription: storage.description,
      async close() {
        readiness.shutDown();
        await wait(shutdown.delaySeconds * 1_000);
        await closeServer(server, shutdown.graceSeconds * 1_000);
        await Promise.all([sweeper?.stop(), webhooks?.stop()]);
        // Close these last: running requests may need them.
        shared?.close();
        await storage.close();
      },
    };
  } catch (error) {
    shared?.close();
    await storage.close();
    throw error;
  }
}

/** @throws StartError with one line per option that the upload router rejects */
async function assertRouterOptions(parts: RouterParts): Promise<void> {
  const { authorizeAdmin } = parts.config.file.options;
  const options = routerOptionsOf(parts, { authorize: aCaller, authorizeAdmin });
  const mistakes = await findRouterMistakes(options, parts.config);
  if (mistakes.length > 0) throw new StartError(mistakes.join('\n'));
}

/** What the sweeper and the router must agree on. A function chooses options for a file, which the sweeper has not. */
function sweepingOf({ uploadLifetimeSeconds, prefix, object }: Config) {
  const { requestPayer, expectedBucketOwner } = typeof object === 'function' ? {} : (object ?? {});
  return { uploadLifetimeSeconds, prefix, requestPayer, expectedBucketOwner };
}

/** The app identifies callers itself. To check options, the router needs some function. */
function aCaller() {
  return { subject: 'none' };
}
