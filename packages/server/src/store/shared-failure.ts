/** The cause of a failure that many requests share, such as a store that is down. It is reported once. */
export class SharedFailure extends Error {
  override readonly name = 'SharedFailure';
  #isReported: boolean;

  /** @param options.isReported whether another request reports it. @defaultValue false */
  constructor(message: string, { isReported = false }: { readonly isReported?: boolean } = {}) {
    super(message);
    this.#isReported = isReported;
  }

  /** Whether to report it now: only the first time. */
  takeReport(): boolean {
    const isFirst = !this.#isReported;
    this.#isReported = true;
    return isFirst;
  }
}
