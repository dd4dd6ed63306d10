import { expect, type Locator, type Page } from '@playwright/test';
import type { TestFile } from './files.ts';

/** Drives the widget as a person does: by roles and names, which are the same in React and in the element. */
export class Widget {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  async open(): Promise<void> {
    await this.page.goto(this.#url);
    await expect(this.page.getByText('Browse files').first()).toBeVisible();
  }

  /** Picks files through the page's file input, as the browse button does. */
  async pick(...files: readonly TestFile[]): Promise<void> {
    const input = this.page.locator('input[type=file]').first();
    await input.setInputFiles(files.map(({ path }) => path));
  }

  row(file: TestFile): Locator {
    return this.page
      .getByRole('list', { name: 'Uploads' })
      .getByRole('listitem', { name: file.name, exact: true });
  }

  button(action: 'Pause' | 'Resume' | 'Cancel' | 'Retry', file: TestFile): Locator {
    return this.page.getByRole('button', { name: `${action} ${file.name}`, exact: true });
  }

  async reaches(file: TestFile, status: string, timeout = 60_000): Promise<void> {
    await expect(this.row(file)).toContainText(status, { timeout });
  }

  /** Every file picked so far is uploaded. */
  async completes(count: number, timeout = 60_000): Promise<void> {
    const text = count === 1 ? '1 file uploaded' : `${count} files uploaded`;
    await expect(this.page.getByText(text, { exact: true }).first()).toBeVisible({ timeout });
  }
}
