import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLazyPart } from '../hooks/use-lazy-part.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import type { ShadowRootWidget } from './shadow-root.tsx';
import { Widget, type WidgetProps } from './widget.tsx';

/**
 * The page's rules for its own elements do not match it. All versions of React pass `class` to an element of this kind, but
 * not `className`.
 */
const Host = 'slipway-root' as 'div';

const loadShadowRoot = () => import('./shadow-root.tsx');

/** The widget in a shadow root, which the page's styles do not reach. `className` applies to the host. */
export function ShadowWidget({ className, ...props }: WidgetProps): ReactNode {
  const uploader = useUploader();
  const host = useRef<HTMLDivElement>(null);
  const [inside, setInside] = useState<ShadowRootWidget>();
  const lazy = useLazyPart(true, loadShadowRoot);
  const open = lazy.status === 'ready' ? lazy.part.openShadowRoot : undefined;

  useEffect(() => {
    if (!host.current || !open) return;
    const opened = open(host.current);
    setInside(opened);
    return opened.close;
  }, [open]);
  useEffect(() => inside?.render(uploader, props));

  // A widget with the page's styles is better than none.
  if (lazy.status === 'missing') return <Widget {...props} className={className} />;
  return <Host ref={host} {...{ class: className }} />;
}
