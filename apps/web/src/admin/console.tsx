import {
  BucketHealth,
  type BucketHealthProps,
  Configuration,
  createAdminClient,
  FinishedObjects,
  LiveFigures,
  UnfinishedUploads,
} from '@slipway/react/admin';
import { type ComponentType, type ReactNode, useMemo } from 'react';
import { useHash } from './use-hash.ts';

/** A panel and its place in the address. */
interface PanelOfConsole {
  readonly id: string;
  readonly name: string;
  readonly Panel: ComponentType<BucketHealthProps>;
}

const PANELS: readonly [PanelOfConsole, ...PanelOfConsole[]] = [
  { id: 'uploads', name: 'Unfinished', Panel: UnfinishedUploads },
  { id: 'objects', name: 'Objects', Panel: FinishedObjects },
  { id: 'live', name: 'Live', Panel: LiveFigures },
  { id: 'health', name: 'Bucket health', Panel: BucketHealth },
  { id: 'configuration', name: 'Configuration', Panel: Configuration },
];

/** All panels, one at a time; the address says which, so that it can be linked. */
export function Console(props: { readonly headers: Readonly<Record<string, string>> }): ReactNode {
  const { headers } = props;
  const client = useMemo(() => createAdminClient({ endpoint: '/api', headers }), [headers]);
  const hash = useHash();
  const { id, Panel } = PANELS.find((panel) => panel.id === hash) ?? PANELS[0];
  return (
    <>
      <nav className="console-nav" aria-label="Panels">
        {PANELS.map((panel) => (
          <a
            key={panel.id}
            href={`#${panel.id}`}
            aria-current={panel.id === id ? 'page' : undefined}
          >
            {panel.name}
          </a>
        ))}
      </nav>
      <Panel client={client} pageOrigin={location.origin} />
    </>
  );
}
