import {
  type FileHandle,
  type FoundFiles,
  type UnfinishedUpload,
  UploadError,
} from '@slipway/core';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { fileKind } from '../files/file-kind.ts';
import { hasHandlePicker, pickFiles, readInputFiles } from '../files/pick-files.ts';
import { UNDO_MS } from '../hooks/use-undoable-cancel.ts';
import { describeError } from '../text/error-text.ts';
import { safeName } from '../text/file-name.ts';
import { useText } from '../text/text-context.ts';
import type { Detail } from '../text/upload-text.ts';
import { Details } from './details.tsx';
import { FileName } from './file-name.tsx';
import { focusNearbyRow } from './focus.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { usePart } from './use-part.ts';

/** One unfinished upload of an earlier visit. A click resumes it once the browser has its file. */
export function UnfinishedRow(props: {
  readonly upload: UnfinishedUpload;
  readonly onDiscard: (upload: UnfinishedUpload) => void;
}): ReactNode {
  const part = usePart();
  const { upload, onDiscard } = props;
  const { messages, format } = useText();
  const row = useRef<HTMLLIElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [fraction, setFraction] = useState<number>();
  const [failure, setFailure] = useState<UploadError>();
  const [isLeaving, setLeaving] = useState(false);
  const [seenAt] = useState(Date.now);

  useEffect(() => {
    let isMounted = true;
    void upload.getFraction().then((found) => isMounted && setFraction(found));
    return () => {
      isMounted = false;
    };
  }, [upload]);

  // The user can undo a discard, as with a cancel. If the page closes before, nothing is discarded.
  useEffect(() => {
    if (!isLeaving) return;
    const timer = setTimeout(onDiscard, UNDO_MS, upload);
    return () => clearTimeout(timer);
  }, [isLeaving, onDiscard, upload]);

  // When the row disappears for any reason, the focus moves to a row nearby.
  useLayoutEffect(() => {
    const { current } = row;
    return () => {
      if (current?.matches(':focus-within')) focusNearbyRow(current);
    };
  }, []);

  const resume = (file?: File, handle?: FileHandle) => {
    setFailure(undefined);
    upload.resume(file, handle).catch((error: unknown) => {
      if (UploadError.is(error)) setFailure(error);
    });
  };

  const take = ({ files: [file], handles }: FoundFiles) => {
    if (file) resume(file, handles.get(file));
  };
  const openInput = () => input.current?.click();
  const choose = () => {
    if (!hasHandlePicker()) return openInput();
    void pickFiles({ accept: [], multiple: false }).then(take, openInput);
  };

  const words = messages.unfinished;
  const name = safeName(upload.name);
  const size: Detail = { name: 'bytes', text: format.size(upload.size) };
  const facts: readonly Detail[] = [
    ...(fraction === undefined
      ? []
      : [{ name: 'fraction', text: format.percent(fraction) } as const]),
    size,
    { name: 'since', text: format.ago(seenAt - upload.createdAt) },
  ];
  const details = isLeaving
    ? [{ name: 'status', text: messages.status.canceled } as const, size]
    : facts;
  const mustChoose = !upload.hasFile || failure !== undefined;

  return (
    <li ref={row} {...part('row')} data-status="unfinished" aria-label={name}>
      <span className="slipway-tile" aria-hidden="true">
        <Icon name={fileKind(upload.name, '')} />
      </span>
      <FileName name={upload.name} />
      <span {...part('status')}>
        <Details details={details} />
      </span>
      <span className="slipway-actions">
        {isLeaving || button(mustChoose ? words.choose : words.resume)}
        <IconButton
          icon={isLeaving ? 'undo' : 'cancel'}
          name={`${isLeaving ? messages.undo : words.discard}: ${name}`}
          onClick={() => setLeaving(!isLeaving)}
        />
      </span>
      {failure && (
        <p className="slipway-unfinished-failure" role="alert">
          {failure.code === 'file-changed'
            ? words.changed
            : describeError(failure, messages, format)}
        </p>
      )}
      <input
        ref={input}
        className="slipway-input"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => take(readInputFiles(currentTarget))}
      />
    </li>
  );

  function button(label: string): ReactNode {
    return (
      <button
        type="button"
        {...part('button')}
        aria-label={`${label}: ${name}`}
        onClick={() => (mustChoose ? choose() : resume())}
      >
        {label}
      </button>
    );
  }
}
