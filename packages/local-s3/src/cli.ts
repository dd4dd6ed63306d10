#!/usr/bin/env node
import { readCliOptions, USAGE } from './cli-options.ts';
import { startLocalS3 } from './local-s3.ts';
import { systemCode } from './s3-error.ts';

const read = readCliOptions(process.argv.slice(2), process.env);
if (read === 'help') process.stdout.write(USAGE);
else if ('mistakes' in read) {
  for (const mistake of read.mistakes) process.stderr.write(`slipway-local-s3: ${mistake}\n`);
  process.stderr.write('Run slipway-local-s3 --help for all options.\n');
  process.exitCode = 2;
} else {
  try {
    const s3 = await startLocalS3(read.options);
    const stop = () => void s3.close();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    process.stdout.write(`local-s3 is ready: ${s3.url}\n`);
  } catch (error) {
    process.stderr.write(`slipway-local-s3: ${describe(error)}\n`);
    process.exitCode = 1;
  }
}

function describe(error: unknown): string {
  if (systemCode(error) === 'EADDRINUSE') return 'the port is already in use';
  return error instanceof Error ? error.message : String(error);
}
