import type { Principal } from '../principal.ts';
import type { BodyBounds } from './body-bounds.ts';
import type { ServiceContext } from './service-context.ts';

/** One route of the service, independent of any web framework. */
export interface Operation {
  readonly method: 'GET' | 'POST';
  /** Relative to where the service is mounted. */
  readonly path: string;
  /** Whether the owner's `authorize` or `authorizeAdmin` admits callers. */
  readonly caller: 'user' | 'admin';
  /** How large the body of a POST may be. A GET has none. */
  readonly body?: BodyBounds | undefined;
  /**
   * Handles a request of an authorized caller. `input` is the unchecked JSON body, or the query of a GET.
   *
   * @throws UploadError if the whole request fails
   */
  handle(context: ServiceContext, principal: Principal, input: unknown): Promise<object>;
}
