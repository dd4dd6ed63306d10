import { type Backend, startBackend } from './backend.ts';
import { readConfig } from './config/config.ts';
import { readSecretFiles, secretsIn } from './config/secrets.ts';
import { createLog, type Log } from './log/log.ts';
import { StartError } from './start-error.ts';

/** A terminal and npm deliver the same Ctrl-C twice at once. A later one means "now". */
const SAME_SIGNAL_MS = 500;

async function main(): Promise<void> {
  // The SDK warns about Node's release schedule. That does not concern the operator.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { environment, mistakes } = readSecretFiles(process.env);
  const result = readConfig(environment);
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
  for (const mistake of mistakes) console.error(mistake);
  process.exitCode = 1;
}

await main();
