import { CanceledError, openConversation } from './ask.ts';
import { init } from './init.ts';
import type { Choices } from './plan-files.ts';

/**
 * Writes a backend into the current folder, and prints what happened and what to do next. Sets the exit code of the process:
 * 2 if the command was wrong, 130 if the user canceled it.
 *
 * @param args the command line after the command
 * @param command what the user types, for the messages
 * @returns what the user chose, or `undefined` if nothing was written
 */
export async function runInit(
  args: readonly string[],
  command: string,
): Promise<Choices | undefined> {
  const conversation = openConversation();
  try {
    const result = await init(args, process.cwd(), conversation.choose, command);
    if (!('mistakes' in result)) {
      process.stdout.write(result.said);
      return result.choices;
    }
    for (const mistake of result.mistakes) process.stderr.write(`slipway: ${mistake}\n`);
    process.stderr.write(`Run ${command} --help for all options.\n`);
    process.exitCode = 2;
  } catch (error) {
    if (!(error instanceof CanceledError)) throw error;
    process.stderr.write('\nCanceled. Nothing was written.\n');
    process.exitCode = 130;
  } finally {
    conversation.close();
  }
  return undefined;
}
