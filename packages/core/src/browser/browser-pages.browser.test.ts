import { describeOtherPages } from '../ports/other-pages.test.ts';
import { createBrowserPages } from './browser-pages.ts';

describeOtherPages('pages of a browser', (scope) => () => createBrowserPages(scope));
