import { useCallback, useEffect, useMemo, useState } from 'react';

/** The state of a request to the backend. */
export interface Answer<T> {
  /** The latest answer. It stays during the next request. */
  readonly answer: T | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  reload(): void;
  /** Sets an answer from another source. */
  replace(answer: T): void;
}

/** The latest answer, and the latest request that ended. */
interface State<T> {
  readonly answer?: T | undefined;
  readonly error?: unknown;
  readonly settled?: Question<T>;
}

interface Question<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
}

/**
 * Sends a request to the backend at once, and again on `reload`.
 *
 * @param ask sends the request. A new function sends a new request
 */
export function useAnswer<T>(ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [state, setState] = useState<State<T>>({});
  const [asked, setAsked] = useState<Question<T>>({ ask });
  const question = useMemo(() => (asked.ask === ask ? asked : { ask }), [asked, ask]);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    question.ask(signal).then(
      (answer) => signal.aborted || setState({ answer, settled: question }),
      (error: unknown) =>
        signal.aborted || setState(({ answer }) => ({ answer, error, settled: question })),
    );
    return () => controller.abort();
  }, [question]);
  // A new object, so that the same request runs again.
  const reload = useCallback(() => setAsked({ ask }), [ask]);
  const replace = useCallback((answer: T) => setState({ answer, settled: question }), [question]);
  const isLoading = state.settled !== question;
  const error = isLoading ? undefined : state.error;
  return { answer: state.answer, error, isLoading, reload, replace };
}
