#!/usr/bin/env node
import { completeCommand, type DoctorCommand, readCommand, USAGE } from './cli-options.ts';
import { findConfigFile } from './config-file/find-config-file.ts';
import { loadConfigFile } from './config-file/load-config-file.ts';
import { FIXES, runDoctor } from './doctor/doctor.ts';
import { createDoctorContext } from './doctor/doctor-context.ts';
import { formatReport } from './doctor/format-report.ts';
import { runInit } from './init/run-init.ts';
import { openClient } from './s3/open-client.ts';

// The SDK warns about Node's release schedule, which does not concern the user of this command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const [command, ...args] = process.argv.slice(2);
if (command === 'init') await initialize(args);
else await doctor(process.argv.slice(2));

async function doctor(all: readonly string[]): Promise<void> {
  const read = readCommand(all, process.env);
  if (read === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const completed = 'mistakes' in read ? read : await withConfigFile(read.command);
  if ('mistakes' in completed) refuse(completed.mistakes, 'slipway --help');
  else await examine(completed.command);
}

async function initialize(own: readonly string[]): Promise<void> {
  const choices = await runInit(own, 'slipway init');
  const { store, bucket, region, endpoint } = choices ?? {};
  if (bucket === undefined || store === 'local' || !(await hasCredentials(region))) return;
  const address = [...flag('--bucket', bucket), ...flag('--region', region)];
  await doctor(['doctor', ...address, ...flag('--endpoint', endpoint), '--config', '']);
}

function flag(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

function refuse(mistakes: readonly string[], help: string): void {
  for (const mistake of mistakes) process.stderr.write(`slipway: ${mistake}\n`);
  process.stderr.write(`Run ${help} for all options.\n`);
  process.exitCode = 2;
}

async function hasCredentials(region: string | undefined): Promise<boolean> {
  const client = openClient({ region, endpoint: undefined, forcePathStyle: false });
  try {
    await client.config.credentials();
    return true;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
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
  const context = await createDoctorContext(client, {
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
