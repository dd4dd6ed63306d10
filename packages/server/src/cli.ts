#!/usr/bin/env node
import { completeCommand, type DoctorCommand, readCommand, USAGE } from './cli-options.ts';
import { findConfigFile } from './config-file/find-config-file.ts';
import { loadConfigFile } from './config-file/load-config-file.ts';
import { FIXES, runDoctor } from './doctor/doctor.ts';
import { createDoctorContext } from './doctor/doctor-context.ts';
import { formatReport } from './doctor/format-report.ts';
import { openClient } from './s3/open-client.ts';

// The SDK warns about Node's release schedule, which does not concern the user of this command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const read = readCommand(process.argv.slice(2), process.env);
if (read === 'help') process.stdout.write(USAGE);
else {
  const completed = 'mistakes' in read ? read : await withConfigFile(read.command);
  if ('mistakes' in completed) {
    for (const mistake of completed.mistakes) process.stderr.write(`slipway: ${mistake}\n`);
    process.stderr.write('Run slipway --help for all options.\n');
    process.exitCode = 2;
  } else await examine(completed.command);
}

async function withConfigFile(
  command: DoctorCommand,
): Promise<{ readonly command: DoctorCommand } | { readonly mistakes: readonly string[] }> {
  const { config: path } = command;
  const found = path === '' ? undefined : findConfigFile(process.cwd(), path);
  if (!found) return { command };
  if ('mistake' in found) return { mistakes: [found.mistake] };
  const loaded = await loadConfigFile(found.path);
  return 'mistakes' in loaded ? loaded : { command: await completeCommand(command, loaded.config) };
}

async function examine({ bucket, fix, json, ...options }: DoctorCommand): Promise<void> {
  const { requestPayer, expectedBucketOwner } = options.object ?? {};
  const client = openClient(options);
  const context = createDoctorContext(client, {
    ...options,
    bucket: { bucket, requestPayer, expectedBucketOwner },
    now: () => Date.now(),
  });
  try {
    const report = await runDoctor(context, fix ? FIXES : []);
    process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : formatReport(report));
    if (report.findings.some(({ status }) => status === 'problem')) process.exitCode = 1;
  } catch (error) {
    // Only the name, because the SDK's messages can contain accounts and keys.
    const kind = error instanceof Error ? error.name : 'failure';
    process.stderr.write(`slipway: the doctor itself failed (${kind}).\n`);
    process.exitCode = 1;
  }
  client.destroy();
}
