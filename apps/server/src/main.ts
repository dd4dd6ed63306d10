import { basename } from 'node:path';
import { findConfigFile, loadConfigFile } from '@slipway/server/config';
import { type Backend, startBackend } from './backend.ts';
import { type ConfigResult, readConfig } from './config/config.ts';
import { readSecretFiles, secretsIn, type Variables } from './config/secrets.ts';
import { createLog, type Log } from './log/log.ts';
import { StartError } from './start-error.ts';

/** A terminal and npm deliver the same Ctrl-C twice at once. A later one means "now". */
const SAME_SIGNAL_MS = 500;

async function main(): Promise<void> {
  // The SDK warns about Node's release schedule. That does not concern the operator.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { environment, mistakes } = readSecretFiles(process.env);
  const result = await readEverything(environment);
  const wrong = [...mistakes, ...('mistakes' in result ? result.mistakes : [])];
  if ('mistakes' in result || wrong.length > 0) return fail(wrong);
  const level = result.config.logLevel ?? (process.stdout.isTTY ? 'warn' : 'info');
  const log = createLog({ level, secrets: secretsIn(environment) });
  try {
    const starting = startBackend(result.config, log);
    endOnSignals(starting);
    announce(await starting, log);
  } catch (error) {
    if (error instanceof StartError) return fail([error.message]);
    throw error;
  }
}

/** Reads the config file and the variables. With a file that cannot be loaded, the variables say little. */
async function readEverything(environment: Variables): Promise<ConfigResult> {
  const found = findConfigFile(process.cwd(), environment.SLIPWAY_CONFIG);
  if (!found) return readConfig(environment);
  if ('mistake' in found) return { mistakes: [found.mistake] };
  const loaded = await loadConfigFile(found.path);
  if ('mistakes' in loaded) return loaded;
  return readConfig(environment, { name: basename(found.path), options: loaded.config });
}

/** Prints the address: as plain text, or in production as lines of the log. */
function announce({ storageDescription, url }: Backend, log: Log): void {
  const say =
    process.env.NODE_ENV === 'production'
      ? (text: string) => log.info(text)
      : (text: string) => console.log(text);
  say(storageDescription);
  say(`Slipway is ready: ${url}`);
}

function endOnSignals(starting: Promise<Backend>): void {
  let endingSince: number | undefined;
  const end = () => {
    if (endingSince !== undefined) {
      if (Date.now() - endingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    endingSince = Date.now();
    void starting.then(async (backend) => backend.close()).finally(() => process.exit());
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // The parent process that opened the channel has died.
  process.on('disconnect', end);
  // An open channel must not keep the process alive after a failed start.
  process.channel?.unref();
}

function fail(mistakes: readonly string[]): void {
  console.error(mistakes.join('\n'));
  process.exitCode = 1;
}

await main();
