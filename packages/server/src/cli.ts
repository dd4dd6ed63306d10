#!/usr/bin/env node
import { readCommand, USAGE } from './cli-options.ts';
import { FIXES, runDoctor } from './doctor/doctor.ts';
import { createDoctorContext } from './doctor/doctor-context.ts';
import { formatReport } from './doctor/format-report.ts';
import { openClient } from './s3/open-client.ts';

// The SDK warns about Node's release schedule, which does not concern the user of this command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const read = readCommand(process.argv.slice(2), process.env);
if (read === 'help') process.stdout.write(USAGE);
else if ('mistakes' in read) {
  for (const mistake of read.mistakes) process.stderr.write(`slipway: ${mistake}\n`);
  process.stderr.write('Run slipway --help for all options.\n');
  process.exitCode = 2;
} else {
  const { bucket, fix, json, ...options } = read.command;
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
