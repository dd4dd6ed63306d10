import type { ReactNode } from 'react';
import { Icon } from '../../widget/icon.tsx';
import { Button } from './button.tsx';

/** What failed, in the backend's words, and another try. */
export function Problem(props: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}): ReactNode {
  const { error, onRetry } = props;
  return (
    <div className="slipway-problem" role="alert">
      <Icon name="alert" />
      <p>{error instanceof Error ? error.message : 'Something went wrong.'}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
