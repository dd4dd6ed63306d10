/** Waits for work. If it fails, undoes what it left and rethrows. */
export async function orUndo<T>(work: Promise<T>, undo: () => Promise<void> | void): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await undo();
    throw error;
  }
}
