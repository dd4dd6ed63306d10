import type { ReactNode } from 'react';
import { fileKind } from '../files/file-kind.ts';
import { safeName } from '../text/file-name.ts';
import { useText } from '../text/text-context.ts';
import { Details } from './details.tsx';
import { FileName } from './file-name.tsx';
import { focusNearbyRow } from './focus.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { usePart } from './use-part.ts';

/** A file that is already in the storage. The page knows it, the uploader does not. */
export interface StoredFile {
  readonly objectKey: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** The stored files, as rows that the user can only remove. */
export function StoredFiles(props: {
  readonly stored: readonly StoredFile[];
  readonly onRemove: ((file: StoredFile) => void) | undefined;
}): ReactNode {
  const part = usePart();
  const { stored, onRemove } = props;
  const { messages, format } = useText();
  const { completed } = messages.status;
  return (
    <div className="slipway-frame">
      <ul {...part('list')} aria-label={completed}>
        {stored.map((file) => (
          <li
            key={file.objectKey}
            {...part('row')}
            data-status="completed"
            aria-label={safeName(file.name)}
          >
            <span className="slipway-tile" aria-hidden="true">
              <Icon name={fileKind(file.name, '')} />
            </span>
            <FileName name={file.name} />
            <span {...part('status')}>
              <Icon name="check" />
              <Details
                details={[
                  { name: 'status', text: completed },
                  { name: 'bytes', text: format.size(file.size) },
                ]}
              />
            </span>
            <span className="slipway-actions">
              {onRemove && (
                <IconButton
                  icon="cancel"
                  name={messages.remove(safeName(file.name), format)}
                  onClick={({ currentTarget }) => {
                    focusNearbyRow(currentTarget);
                    onRemove(file);
                  }}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
