import { type ReactNode, useId } from 'react';

/** The frame of a panel: a region with a heading, for any page. Its language is always English. */
export function Panel(props: {
  readonly title: string;
  /** One sentence under the title. */
  readonly lead?: ReactNode;
  /** The buttons next to the title. */
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const { title, lead, actions, className, children } = props;
  const id = useId();
  return (
    <section
      className={`slipway-admin${className ? ` ${className}` : ''}`}
      aria-labelledby={id}
      lang="en"
      dir="ltr"
    >
      <header className="slipway-panel-head">
        <div>
          <h2 id={id} className="slipway-panel-title">
            {title}
          </h2>
          {lead && <p className="slipway-panel-lead">{lead}</p>}
        </div>
        {actions && <div className="slipway-panel-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
