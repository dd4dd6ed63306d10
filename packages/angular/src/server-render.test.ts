import '@angular/compiler';
import {
  createEnvironmentInjector,
  type EnvironmentInjector,
  Injector,
  runInInjectionContext,
} from '@angular/core';
import { expect, test } from 'vitest';
import {
  injectUnfinished,
  injectUploader,
  injectUploadPolicy,
  injectUploads,
  provideUploader,
} from './index.ts';

test('a server has no uploads, and touches no browser API', () => {
  const injector = createEnvironmentInjector(
    [provideUploader(() => ({ endpoint: '/api' }))],
    Injector.NULL as EnvironmentInjector,
  );

  runInInjectionContext(injector, () => {
    expect(injectUploads()().totals.count).toBe(0);
    expect(injectUnfinished().unfinished()).toEqual([]);
    expect(injectUploadPolicy()()).toBeUndefined();
  });
  injector.destroy();
});

test('without an uploader, an error says what to provide', () => {
  expect(() => runInInjectionContext(Injector.create({ providers: [] }), injectUploader)).toThrow(
    'provideUploader',
  );
});
