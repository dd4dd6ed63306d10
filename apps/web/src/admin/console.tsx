import {
  BucketHealth,
  type BucketHealthProps,
  Configuration,
  createAdminClient,
  FinishedObjects,
  LiveFigures,
  UndeliveredWebhooks,
  UnfinishedUploads,
} from '@slipway/react/admin';
import { type ComponentType, type ReactNode, useMemo, useSyncExternalStore } from 'react';

/** A panel and its name in the URL. */
interface PanelOfConsole {
  readonly id: string;
  readonly name: string;
  readonly Panel: ComponentType<BucketHealthProps>;
}

const PANELS: readonly [PanelOfConsole, ...PanelOfConsole[]] = [
  { id: 'uploads', name: 'Unfinished', Panel: UnfinishedUploads },
  { id: 'objects', name: 'Objects', Panel: FinishedObjects },
  { id: 'live', name: 'Live', Panel: LiveFigures },
  { id: 'webhooks', name: 'Webhooks', Panel: UndeliveredWebhooks },
  { id: 'health', name: 'Bucket health', Panel: BucketHealth },
  { id: 'configuration', name: 'Configuration', Panel: Configuration },
];

/** Shows one panel at a time. The URL names it, so that links can point to it. */
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

/** The part of the URL after `#`. */
function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash.slice(1));
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}
