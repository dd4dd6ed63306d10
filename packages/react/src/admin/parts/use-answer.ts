import { useCallback, useEffect, useMemo, useState } from 'react';

/** What became of a question to the backend. */
export interface Answer<T> {
  /** The last one; stays while it is asked again. */
  readonly answer: T | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  reload(): void;
  /** Takes an answer that came in another way. */
  replace(answer: T): void;
}

/** The last answer, and the question that was answered or failed last. */
interface State<T> {
  readonly answer?: T | undefined;
  readonly error?: unknown;
  readonly settled?: Question<T>;
}

interface Question<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
}

/**
 * Asks the backend at once, and again on demand.
 *
 * @param ask another function is another question
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
  // A question like the last one, but another.
  const reload = useCallback(() => setAsked({ ask }), [ask]);
  const replace = useCallback((answer: T) => setState({ answer, settled: question }), [question]);
  const isLoading = state.settled !== question;
  const error = isLoading ? undefined : state.error;
  return { answer: state.answer, error, isLoading, reload, replace };
}
