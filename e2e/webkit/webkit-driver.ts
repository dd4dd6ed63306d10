import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebKitPage } from './webkit-page.ts';

/** The small browser that WebKitGTK brings for tests, wherever Debian puts this architecture's libraries. */
const BROWSERS = ['x86_64', 'aarch64'].map(
  (cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
);

/** WebKit behind its WebDriver, on a display of its own. */
export class WebKitDriver {
  readonly #url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.#url = url;
    this.#process = process;
  }

  /** @param program path of `WebKitWebDriver` */
  static async start(program: string): Promise<WebKitDriver> {
    const port = await freePort();
    const args = ['-a', program, `--port=${port}`, '--host=127.0.0.1'];
    // Its own group, because xvfb-run does not pass signals on.
    const child = spawn('xvfb-run', args, { stdio: 'ignore', detached: true });
    const driver = new WebKitDriver(`http://127.0.0.1:${port}`, child);
    while (!(await driver.#isReady())) {
      if (child.exitCode !== null) throw new Error(`WebKitWebDriver ended: ${child.exitCode}`);
      await sleep(100);
    }
    return driver;
  }

  /** Opens a window with nothing stored. */
  async openPage(): Promise<WebKitPage> {
    const binary = BROWSERS.find(existsSync);
    const options = { binary, args: ['--automation'] };
    const alwaysMatch = { 'webkitgtk:browserOptions': options, timeouts: { script: 60_000 } };
    const { sessionId } = await this.#send<{ sessionId: string }>('POST', '/session', {
      capabilities: { alwaysMatch },
    });
    return new WebKitPage((method, path, body) =>
      this.#send(method, `/session/${sessionId}${path}`, body),
    );
  }

  stop(): void {
    if (this.#process.pid) process.kill(-this.#process.pid, 'SIGTERM');
  }

  async #isReady(): Promise<boolean> {
    return this.#send('GET', '/status').then(
      () => true,
      () => false,
    );
  }

  async #send<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(this.#url + path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
