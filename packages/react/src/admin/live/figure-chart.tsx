import { type ReactNode, useEffect, useRef } from 'react';
import { useLazyPart } from '../../hooks/use-lazy-part.ts';
import type { Chart, ChartData } from './draw-chart.ts';

const loadDrawing = () => import('./draw-chart.ts');
const clock = new Intl.DateTimeFormat('en', { timeStyle: 'medium' });
/** The table shows this many rows, the latest ones. */
const MOST_ROWS = 12;

/** A few lines over time, as a chart and as a table. The table also works with screen readers. */
export function FigureChart(props: {
  readonly title: string;
  readonly data: ChartData;
  readonly format: (value: number) => string;
}): ReactNode {
  const { title, data, format } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(null);
  const drawing = useLazyPart(true, loadDrawing);
  const names = data.series.map(({ name }) => name).join('\n');

  useEffect(() => {
    if (drawing.status !== 'ready' || !box.current) return;
    const drawn = drawing.part.drawChart(box.current, names.split('\n'), format);
    chart.current = drawn;
    return () => {
      chart.current = null;
      drawn.remove();
    };
  }, [drawing, names, format]);
  useEffect(() => {
    if (drawing.status === 'ready') chart.current?.show(data);
  }, [data, drawing]);

  const { times, series } = data;
  return (
    <figure className="slipway-figure">
      <figcaption>
        <span>{title}</span>
        <span className="slipway-legend">
          {series.map(({ name, values }, i) => (
            <span key={name} data-series={i + 1}>
              {name} <strong>{format(values.at(-1) ?? 0)}</strong>
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={box} className="slipway-chart" aria-hidden="true" />
      <details>
        <summary>Show as table</summary>
        <table className="slipway-figures">
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times
              .map((time, i) => (
                <tr key={time}>
                  <th scope="row">{clock.format(time)}</th>
                  {series.map(({ name, values }) => (
                    <td key={name}>{format(values[i] ?? 0)}</td>
                  ))}
                </tr>
              ))
              .toReversed()
              .slice(0, MOST_ROWS)}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
