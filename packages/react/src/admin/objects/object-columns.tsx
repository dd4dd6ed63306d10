import type { FinishedObject } from '@slipway/protocol';
import { format, formatMoment } from '../parts/format.ts';
import { KeyText } from '../parts/key-text.tsx';
import type { Column } from '../parts/virtual-table.tsx';
import { describeChecksum, describeLock, detailsOf } from './object-facts.ts';

/** The columns of the table of objects. */
export function objectColumns(
  onOpen: (object: FinishedObject) => void,
): readonly Column<FinishedObject>[] {
  return [
    {
      id: 'key',
      head: 'Key',
      cell: (object) => (
        <button
          type="button"
          className="slipway-key"
          aria-label={object.objectKey}
          onClick={() => onOpen(object)}
        >
          <KeyText objectKey={object.objectKey} />
        </button>
      ),
    },
    { id: 'size', head: 'Size', cell: ({ size }) => format.size(size) },
    { id: 'type', head: 'Type', cell: (object) => detailsOf(object)?.contentType ?? '–' },
    {
      id: 'checksum',
      head: 'Checksum',
      cell: (object) => {
        const details = detailsOf(object);
        if (!details) return 'Unknown';
        return (
          <span title={describeChecksum(details)}>{details.checksum?.integrity ?? 'None'}</span>
        );
      },
    },
    { id: 'class', head: 'Class', cell: ({ storageClass }) => storageClass ?? '–' },
    {
      id: 'encryption',
      head: 'Encryption',
      cell: (object) => detailsOf(object)?.encryption ?? '–',
    },
    {
      id: 'lock',
      head: 'Lock',
      cell: (object) => {
        const details = detailsOf(object);
        return (details && describeLock(details, Date.now())) ?? '–';
      },
    },
    {
      id: 'stored',
      head: 'Uploaded',
      cell: ({ modifiedAt }) => <time dateTime={modifiedAt}>{formatMoment(modifiedAt)}</time>,
    },
  ];
}
