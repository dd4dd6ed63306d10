import { createInterface } from 'node:readline';

/** Asks the user to choose one of the answers. `undefined` if there is no terminal. */
export type Choose = (question: string, answers: readonly string[]) => Promise<string | undefined>;

/** The user pressed Ctrl+C or Ctrl+D instead of answering. */
export class CanceledError extends Error {
  override readonly name = 'CanceledError';
}

/** A conversation on a terminal. */
export interface Conversation {
  /** Repeats the question until an answer fits. Enter chooses the first one. @throws CanceledError */
  readonly choose: Choose;
  /** Returns the terminal to the shell. */
  close(): void;
}

/** Asks on the terminal of this process, if it has one. */
export function openConversation(): Conversation {
  const { stdin: input, stdout: output } = process;
  if (!input.isTTY || !output.isTTY) return { choose: async () => undefined, close: () => {} };
  const terminal = createInterface({ input, output });
  // The iterator keeps answers that arrive before their question, such as pasted ones.
  const lines = terminal[Symbol.asyncIterator]();
  return {
    async choose(question, answers) {
      const [usual = ''] = answers;
      output.write(`${question}\n  ${answers.join(', ')}\n`);
      for (;;) {
        terminal.setPrompt(`  [${usual}] `);
        terminal.prompt();
        const { done, value = '' } = await lines.next();
        if (done) throw new CanceledError('The user answered nothing.');
        const answer = value.trim().toLowerCase() || usual;
        if (answers.includes(answer)) return answer;
        output.write(`  "${value.trim()}" is not one of them.\n`);
      }
    },
    close: () => terminal.close(),
  };
}
