/** Why the backend cannot start, in one line for the operator, or one line per mistake. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
