import type { DoctorReport, Finding, Remedy } from '@slipway/protocol';

const MARKS = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;
const INDENT = '        ';

/** Formats the report as text. A passed check takes one line, any other check takes more. */
export function formatReport({ findings, fixed }: DoctorReport): string {
  const count = (status: Finding['status']) =>
    findings.filter((finding) => finding.status === status).length;
  const fixes = fixed.map((fix) => `fixed   ${fix}`);
  const total = `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}, ${count('ok')} ok`;
  const told = new Map<string, string>();
  const lines = findings.map((finding) => formatFinding(finding, told));
  return `${[...fixes, ...lines, total].join('\n')}\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `told` maps each remedy to the first finding that printed it. */
function formatFinding(
  { id, status, summary, reason, remedy }: Finding,
  told: Map<string, string>,
): string {
  const lines = [`${MARKS[status]} ${id}: ${summary}`];
  if (reason !== undefined) lines.push(`${INDENT}Why it matters: ${reason}`);
  if (!remedy) return lines.join('\n');
  const known = JSON.stringify(remedy);
  const sameAs = told.get(known);
  told.set(known, sameAs ?? id);
  const advice = sameAs === undefined ? formatRemedy(remedy) : [`What to do: as for ${sameAs}.`];
  lines.push(...advice.map((line) => `${INDENT}${line}`));
  return lines.join('\n');
}

function formatRemedy({ text, command, json, fix }: Remedy): readonly string[] {
  return [
    `What to do: ${text}${fix ? ' Or run this again with --fix.' : ''}`,
    ...(command ? command.split('\n').map((line) => `  ${line}`) : []),
    // A command contains it.
    ...(json && !command ? [`  ${JSON.stringify(json)}`] : []),
  ];
}
