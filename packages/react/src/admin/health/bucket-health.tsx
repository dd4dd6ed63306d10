import type { DoctorFix, DoctorReport, Finding } from '@slipway/protocol';
import { type FormEvent, type ReactNode, useCallback, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { format } from '../parts/format.ts';
import { Panel } from '../parts/panel.tsx';
import { Problem } from '../parts/problem.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { FindingItem } from './finding-item.tsx';
import { FixDialog } from './fix-dialog.tsx';

/** Props of {@link BucketHealth}. */
export interface BucketHealthProps {
  readonly client: AdminClient;
  /** Origin of the pages that upload, such as `https://app.example`. @defaultValue the origins that the backend allows */
  readonly pageOrigin?: string | undefined;
}

/** Shows the problems of the bucket, why they matter and how to fix them. The doctor can fix some on a click. */
export function BucketHealth({ client, pageOrigin }: BucketHealthProps): ReactNode {
  const [origin, setOrigin] = useState(pageOrigin);
  const [fix, setFix] = useState<DoctorFix>();
  const ask = useCallback(
    (signal: AbortSignal) => client.examineBucket({ origin }, signal),
    [client, origin],
  );
  const { answer, error, isLoading, reload, replace } = useAnswer(ask);
  const examine = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('origin') ?? '').trim() || undefined;
    if (text === origin) reload();
    else setOrigin(text);
  };
  return (
    <Panel title="Bucket health" lead="Runs a few test uploads and removes them.">
      <form className="slipway-filters" onSubmit={examine} aria-label="Check">
        <label className="slipway-field" data-wide="">
          <span>Page origin</span>
          <input name="origin" type="url" defaultValue={origin} placeholder="All allowed origins" />
        </label>
        <Button type="submit" disabled={isLoading}>
          {isLoading ? 'Checking…' : 'Check again'}
        </Button>
      </form>
      {error !== undefined && <Problem error={error} onRetry={reload} />}
      <div aria-live="polite">{answer && <Summary report={answer} />}</div>
      {answer && <Findings findings={answer.findings} onFix={setFix} />}
      {fix && answer && (
        <FixDialog
          client={client}
          fix={fix}
          origin={origin}
          json={answer.findings.find(({ remedy }) => remedy?.fix === fix)?.remedy?.json}
          onClose={(report) => {
            if (report) replace(report);
            setFix(undefined);
          }}
        />
      )}
    </Panel>
  );
}

function Summary({ report }: { readonly report: DoctorReport }): ReactNode {
  const count = (status: Finding['status']) =>
    report.findings.filter((finding) => finding.status === status).length;
  const problems = count('problem');
  const warnings = count('warning');
  const words = [
    format.plural(problems, { one: '{n} problem', other: '{n} problems' }),
    format.plural(warnings, { one: '{n} warning', other: '{n} warnings' }),
    `${format.count(count('ok'))} passed`,
  ];
  return (
    <p className="slipway-verdict" data-status={problems ? 'problem' : warnings ? 'warning' : 'ok'}>
      <strong>{report.bucket}</strong>: {words.join(', ')}.
      {report.fixed.length > 0 &&
        ` Fixed: ${format.list(report.fixed.map((one) => FIX_NAMES[one]))}.`}
    </p>
  );
}

/** The names of what the doctor can fix. */
const FIX_NAMES = {
  cors: 'CORS rules',
  lifecycle: 'lifecycle rules',
} as const satisfies Record<DoctorFix, string>;

function Findings(props: {
  readonly findings: readonly Finding[];
  readonly onFix: (fix: DoctorFix) => void;
}): ReactNode {
  const wrong = (['problem', 'warning'] as const).flatMap((status) =>
    props.findings.filter((finding) => finding.status === status),
  );
  const fine = props.findings.filter(({ status }) => status === 'ok');
  return (
    <>
      {wrong.length > 0 && (
        <ul className="slipway-findings">
          {wrong.map((finding) => (
            <FindingItem key={keyOf(finding)} finding={finding} onFix={props.onFix} />
          ))}
        </ul>
      )}
      {fine.length > 0 && (
        <details className="slipway-fine">
          <summary>Passed checks</summary>
          <ul>
            {fine.map((finding) => (
              <li key={keyOf(finding)}>{finding.summary}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function keyOf({ id, summary }: Finding): string {
  return `${id} ${summary}`;
}
