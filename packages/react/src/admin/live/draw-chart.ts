import UPlot from 'uplot';
import { windowOf } from './chart-window.ts';

/** One line of a chart. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** The data of a chart. */
export interface ChartData {
  /** Milliseconds since the epoch. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
}

/** A chart on the page. */
export interface Chart {
  show(data: ChartData): void;
  remove(): void;
}

/** Pixels. */
const HEIGHT = 140;

const clock = new Intl.DateTimeFormat('en', { timeStyle: 'short' });

/** uPlot's times are in seconds. */
function formatTime(seconds: number): string {
  return clock.format(seconds * 1_000);
}

/** Draws an empty chart with the named lines into an element, in its width and in the theme's colors. */
export function drawChart(
  element: HTMLElement,
  names: readonly string[],
  format: (value: number) => string,
): Chart {
  const width = () => Math.max(120, element.clientWidth);
  // Read from the stylesheet at each drawing, because the color scheme of the page may have changed.
  const style = getComputedStyle(element);
  const strokes = [() => style.caretColor, () => style.outlineColor] as const;
  const axis = {
    stroke: () => style.color,
    font: `12px ${style.fontFamily}`,
    ticks: { show: false },
  };
  const grid = { stroke: () => style.textDecorationColor, width: 1 };
  const plot = new UPlot(
    {
      width: width(),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        // The library's own range for a single sample spans years.
        x: { range: ({ data }) => windowOf(data[0], Date.now() / 1_000) },
        y: { range: (_plot, _least, most) => [0, Math.max(most, 1) * 1.1] },
      },
      axes: [
        {
          ...axis,
          size: 28,
          grid: { show: false },
          values: (_plot, times) => times.map(formatTime),
        },
        { ...axis, grid, size: 64, values: (_plot, values) => values.map(format) },
      ],
      series: [
        {},
        ...names.map((name, i) => ({
          label: name,
          stroke: strokes[i % strokes.length] ?? strokes[0],
          width: 2,
          ...(i > 0 && { dash: [5, 4] }),
        })),
      ],
    },
    [[], ...names.map(() => [])],
    element,
  );
  const watcher = new ResizeObserver(() => plot.setSize({ width: width(), height: HEIGHT }));
  watcher.observe(element);
  return {
    show: (next) => plot.setData(toColumns(next)),
    remove() {
      watcher.disconnect();
      plot.destroy();
    },
  };
}

function toColumns({ times, series }: ChartData): UPlot.AlignedData {
  return [times.map((ms) => ms / 1_000), ...series.map(({ values }) => [...values])];
}
