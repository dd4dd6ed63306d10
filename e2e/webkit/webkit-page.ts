import { expect } from '@playwright/test';
import type { TestFile } from '../rig/files.ts';

/** Sends one command of WebDriver. @see https://www.w3.org/TR/webdriver2/#endpoints */
type Send = <T>(method: string, path: string, body?: object) => Promise<T>;

/** Finds where the widget is: in the page, or in the element's shadow root. */
const ROOT = `const root = document.querySelector('slipway-upload')?.shadowRoot ?? document.body;`;

/** A window of WebKit with the widget, driven by what a person sees. Each tab is a page of its own. */
export class WebKitPage {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  async open(url: string): Promise<void> {
    await this.#send('POST', '/url', { url });
    await this.shows('Browse files');
  }

  /** Runs the body of a function in the page. */
  async run<T>(script: string, ...args: readonly unknown[]): Promise<T> {
    return this.#send('POST', '/execute/sync', { script: ROOT + script, args });
  }

  async pick(...files: readonly TestFile[]): Promise<void> {
    const input = await this.run<object>(`return root.querySelector('input[type=file]')`);
    const text = files.map(({ path }) => path).join('\n');
    await this.#send('POST', `/element/${Object.values(input)[0]}/value`, { text });
  }

  /** Clicks a button with this name. */
  async click(name: string): Promise<void> {
    const script = `
      const nameOf = (button) => button.getAttribute('aria-label') ?? button.textContent;
      const button = [...root.querySelectorAll('button')].find((one) => nameOf(one) === arguments[0]);
      button?.click();
      return button !== undefined;`;
    await expect.poll(() => this.run(script, name), { message: `the button ${name}` }).toBe(true);
  }

  /** Waits for a text. */
  async shows(text: string, timeout = 60_000): Promise<void> {
    const read = () => this.run<string>('return root.textContent');
    await expect.poll(read, { timeout }).toContain(text);
  }

  async completes(count: number): Promise<void> {
    await this.shows(count === 1 ? '1 file uploaded' : `${count} files uploaded`);
  }

  /** Opens one more tab and continues there. */
  async openTab(url: string): Promise<string> {
    const { handle } = await this.#send<{ handle: string }>('POST', '/window/new', { type: 'tab' });
    await this.switchTo(handle);
    await this.open(url);
    return handle;
  }

  /** The tab that commands go to. */
  async currentTab(): Promise<string> {
    return this.#send('GET', '/window');
  }

  async switchTo(handle: string): Promise<void> {
    await this.#send('POST', '/window', { handle });
  }

  async close(): Promise<void> {
    await this.#send('DELETE', '');
  }
}
