import { type Backend, startBackend } from './backend.ts';
import { readConfig } from './config/config.ts';
import { StartError } from './start-error.ts';

/** A terminal and npm deliver the same Ctrl-C twice at once; a later one means "now". */
const SAME_SIGNAL_MS = 500;

async function main(): Promise<void> {
  // The SDK's reminder of Node's own schedule is not for whoever starts this.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const result = readConfig(process.env);
  if ('mistakes' in result) return fail(result.mistakes);
  try {
    const starting = startBackend(result.config);
    endOnSignals(starting);
    const backend = await starting;
    console.log(backend.storageDescription);
    console.log(`Slipway is ready: ${backend.url}`);
  } catch (error) {
    if (error instanceof StartError) return fail([error.message]);
    throw error;
  }
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
  // Whoever started this with a channel has died.
  process.on('disconnect', end);
  // The channel alone must not keep a backend alive that could not start.
  process.channel?.unref();
}

function fail(mistakes: readonly string[]): void {
  for (const mistake of mistakes) console.error(mistake);
  process.exitCode = 1;
}

await main();
