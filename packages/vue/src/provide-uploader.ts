import { openUploader, type UploaderInstance, type UploaderSource } from '@slipway/core';
import {
  type ComponentInternalInstance,
  getCurrentInstance,
  type InjectionKey,
  inject,
  onScopeDispose,
  provide,
} from 'vue';

const UPLOADER: InjectionKey<UploaderInstance> = Symbol('Slipway uploader');

/** Vue's `inject` does not find what the same component provides. */
const own = new WeakMap<ComponentInternalInstance, UploaderInstance>();

/**
 * Provides this component and its children with an uploader: the given one, or a new one for `endpoint`. A new one is
 * closed when the component unmounts. The user can resume its unfinished uploads later. While a server renders the page,
 * the uploader is a placeholder without uploads. Call it in `setup`.
 */
export function provideUploader(source: UploaderSource): UploaderInstance {
  const { uploader, close } = openUploader(source);
  onScopeDispose(close);
  const component = getCurrentInstance();
  if (component) own.set(component, uploader);
  provide(UPLOADER, uploader);
  return uploader;
}

/** The uploader of this component or of the nearest one above it. @throws Error when none has provided one */
export function useUploader(): UploaderInstance {
  const component = getCurrentInstance();
  const uploader = (component && own.get(component)) ?? inject(UPLOADER, undefined);
  if (uploader) return uploader;
  throw new Error("Call provideUploader({ endpoint: '/api' }) in this component or in one above.");
}
