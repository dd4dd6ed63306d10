import { type ReactNode, useMemo } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { format } from '../parts/format.ts';
import { Panel } from '../parts/panel.tsx';
import { Problem } from '../parts/problem.tsx';
import type { ChartData } from './draw-chart.ts';
import { FigureChart } from './figure-chart.tsx';
import { countErrors, type Figures, type Rates, ratesOf } from './figures.ts';
import { HeldBytes } from './held-bytes.tsx';
import { useSamples } from './use-samples.ts';

/** Props of {@link LiveFigures}. */
export interface LiveFiguresProps {
  readonly client: AdminClient;
  /** The time between reads of the metrics, in milliseconds. @defaultValue 5,000 */
  readonly everyMs?: number | undefined;
}

/** Shows the metrics of one backend as charts and tables. With several replicas it shows the one that answers. */
export function LiveFigures({ client, everyMs = 5_000 }: LiveFiguresProps): ReactNode {
  const { samples, error } = useSamples(client, everyMs);
  const rates = useMemo(() => ratesOf(samples), [samples]);
  const figures = samples.at(-1)?.figures;
  const charts = useMemo(() => chartsOf(rates), [rates]);
  return (
    <Panel
      title="Live"
      lead={`Per minute. Updates every ${format.duration(everyMs)} while this tab is visible.`}
    >
      {error !== undefined && <Problem error={error} />}
      {figures && <Totals figures={figures} />}
      <HeldBytes client={client} />
      <div className="slipway-charts">
        {charts.map(({ title, data, format }) => (
          <FigureChart key={title} title={title} data={data} format={format} />
        ))}
      </div>
      {figures && <Errors figures={figures} />}
    </Panel>
  );
}

interface ChartOf {
  readonly title: string;
  readonly data: ChartData;
  readonly format: (value: number) => string;
}

function chartsOf(rates: readonly Rates[]): readonly ChartOf[] {
  const times = rates.map(({ at }) => at);
  const chart = (
    title: string,
    names: readonly (readonly [name: string, pick: (rates: Rates) => number])[],
    write = formatRate,
  ) => ({
    title,
    format: write,
    data: { times, series: names.map(([name, pick]) => ({ name, values: rates.map(pick) })) },
  });
  return [
    chart('Uploads', [
      ['Created', ({ created }) => created],
      ['Completed', ({ completed }) => completed],
    ]),
    chart('Presigned URLs', [['Presigned', ({ presigned }) => presigned]]),
    chart('Bytes completed', [['Bytes', ({ bytesCompleted }) => bytesCompleted]], format.size),
    chart('Errors', [['Errors', ({ errors }) => errors]]),
  ];
}

function formatRate(perMinute: number): string {
  return format.count(Math.round(perMinute * 10) / 10);
}

function Totals({ figures }: { readonly figures: Figures }): ReactNode {
  const totals = [
    ['Created', format.count(figures.created)],
    ['Completed', format.count(figures.completed)],
    ['Aborted', format.count(figures.aborted)],
    ['Presigned', format.count(figures.presigned)],
    ['Bytes completed', format.size(figures.bytesCompleted)],
    ['Errors', format.count(countErrors(figures))],
  ] as const;
  return (
    <dl className="slipway-totals-row" aria-label="Since the backend started">
      {totals.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Errors({ figures: { errors } }: { readonly figures: Figures }): ReactNode {
  if (errors.length === 0)
    return <p className="slipway-empty">No errors since the backend started.</p>;
  return (
    <table className="slipway-figures">
      <caption>Errors since the backend started</caption>
      <thead>
        <tr>
          <th scope="col">Code</th>
          <th scope="col">Times</th>
        </tr>
      </thead>
      <tbody>
        {errors.map(([code, count]) => (
          <tr key={code}>
            <th scope="row">
              <code>{code}</code>
            </th>
            <td>{format.count(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
