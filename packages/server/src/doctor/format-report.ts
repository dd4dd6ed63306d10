import type { DoctorReport, Finding, Remedy } from '@slipway/protocol';

const MARKS = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;
const INDENT = '        ';

/** The report as people read it: one line for what is well, more for what is not. */
export function formatReport({ findings, fixed }: DoctorReport): string {
  const count = (status: Finding['status']) =>
    findings.filter((finding) => finding.status === status).length;
  const mended = fixed.map((fix) => `mended  ${fix}`);
  const total = `${count('problem')} problems, ${count('warning')} warnings, ${count('ok')} ok`;
  return `${[...mended, ...findings.map(formatFinding), total].join('\n')}\n`;
}

function formatFinding({ id, status, summary, reason, remedy }: Finding): string {
  const lines = [`${MARKS[status]} ${id}: ${summary}`];
  if (reason !== undefined) lines.push(`${INDENT}Why it matters: ${reason}`);
  if (remedy) lines.push(...formatRemedy(remedy).map((line) => `${INDENT}${line}`));
  return lines.join('\n');
}

function formatRemedy({ text, command, json, fix }: Remedy): readonly string[] {
  return [
    `What to do: ${text}${fix ? ' Or run this again with --fix.' : ''}`,
    ...(command ? command.split('\n').map((line) => `  ${line}`) : []),
    // A command has it in itself.
    ...(json && !command ? [`  ${JSON.stringify(json)}`] : []),
  ];
}
