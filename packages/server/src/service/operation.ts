import type { Principal } from '../principal.ts';
import type { ServiceContext } from './service-context.ts';

/** One route of the service, free of any web framework. */
export interface Operation {
  readonly method: 'GET' | 'POST';
  /** Relative to where the service is mounted. */
  readonly path: string;
  /** Who may call: whom the owner's `authorize` lets in, or only whom `authorizeAdmin` does. */
  readonly caller: 'user' | 'admin';
  /**
   * Answers a request whose caller is known. `input` is whatever JSON came, or the query of a GET.
   *
   * @throws UploadError when the whole request fails
   */
  handle(context: ServiceContext, principal: Principal, input: unknown): Promise<object>;
}
