import type { ReactNode } from 'react';
import { Icon } from '../../widget/icon.tsx';
import { Button } from './button.tsx';

/** Shows the backend's error message, with a retry button. */
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
