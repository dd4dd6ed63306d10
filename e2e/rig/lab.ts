import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { createSeededRandom } from '@slipway/core/testing';
import type { UploadErrorCode } from '@slipway/protocol';
import { type Backend, startBackend } from './backend.ts';
import { EnginePage } from './engine-page.ts';
import { FaultProxy } from './fault-proxy.ts';
import { FileFactory, type TestFile, type TestFolder } from './files.ts';
import { RoleCredentials } from './role-credentials.ts';
import { type OtherStore, Storage } from './storage.ts';

/** Options of a lab. */
export interface LabOptions {
  readonly page: Page;
  /** Folder with the built page. @see buildEnginePage */
  readonly pageFolder: string;
  /** Seeds the random numbers of the proxies and the engine, and the bytes of the files. */
  readonly seed: number;
  /** Additional environment of the backends. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** @defaultValue 1 */
  readonly replicas?: number | undefined;
  /** Whether the backend signs with temporary credentials. @defaultValue false */
  readonly asRole?: boolean | undefined;
  /** The storage. @defaultValue a new store of the lab */
  readonly store?: OtherStore | undefined;
}

interface LabParts {
  readonly storage: Storage;
  readonly files: FileFactory;
  readonly s3: FaultProxy;
  readonly front: FaultProxy;
  readonly engine: EnginePage;
  readonly seed: number;
  readonly role: RoleCredentials | undefined;
  readonly start: () => Promise<Backend>;
}

/**
 * Uploads under adversity: a browser, the built backend and a real S3 server, with a fault-injecting proxy in front
 * of each server. The backend's proxy serves the page, and presigned URLs name the proxy of S3.
 */
export class Lab {
  readonly storage: Storage;
  readonly files: FileFactory;
  /** In front of S3, for the browser and the backend. */
  readonly s3: FaultProxy;
  /** In front of the backend. It serves the page and uses several backends in turn. */
  readonly front: FaultProxy;
  /** The backend's temporary credentials, if the options asked for them. */
  readonly role: RoleCredentials | undefined;
  readonly backends: Backend[] = [];
  readonly #start: () => Promise<Backend>;
  readonly #seed: number;
  #engine: EnginePage;
  /** The last pick of each file, by path. */
  readonly #picked = new Map<string, TestFile>();

  private constructor({ storage, files, s3, front, engine, role, start, seed }: LabParts) {
    this.storage = storage;
    this.files = files;
    this.s3 = s3;
    this.front = front;
    this.role = role;
    this.#engine = engine;
    this.#seed = seed;
    this.#start = start;
  }

  static async create(options: LabOptions): Promise<Lab> {
    const { page, pageFolder, seed, environment, replicas = 1, asRole, store } = options;
    const storage = await (store ? Storage.at(store) : Storage.start());
    const files = await FileFactory.create(`seed ${seed}`);
    const chance = createSeededRandom(seed);
    const random = () => chance.next();
    const s3 = await FaultProxy.start({ targets: [storage.url], random });
    const front = await FaultProxy.start({ targets: [], random });
    await storage.allowOrigin(front.url);
    const role = asRole ? await RoleCredentials.serve(storage) : undefined;
    const start = () =>
      startBackend({
        ...storage.backendEnvironment,
        S3_ENDPOINT: s3.url,
        SLIPWAY_WEB: pageFolder,
        SLIPWAY_PART_SIZE: '8MiB',
        // Replicas and a restarted backend must open each other's tokens.
        SLIPWAY_TOKEN_KEYS: TOKEN_KEYS,
        ...role?.environment,
        ...environment,
      });
    const engine = await EnginePage.create(page, front.url, { seed });
    const lab = new Lab({ storage, files, s3, front, engine, role, start, seed });
    for (let i = 0; i < replicas; i++) await lab.startBackend();
    return lab;
  }

  /** Starts one more backend behind the same proxy. */
  async startBackend(): Promise<void> {
    const backend = await this.#start();
    this.backends.push(backend);
    this.front.targets = [...this.front.targets, backend.url];
  }

  get engine(): EnginePage {
    return this.#engine;
  }

  /** Continues with another page, such as one in another browser. Keeps the events of the previous page. */
  async moveTo(page: Page): Promise<void> {
    this.switchTo(await this.#openOn(page));
  }

  /** Opens one more tab of the same browser with the engine on its page. */
  async openTab(): Promise<EnginePage> {
    return this.#openOn(await this.engine.page.context().newPage());
  }

  /** Continues with a page that is already open. Keeps the events of the previous page. */
  switchTo(engine: EnginePage): void {
    engine.events.unshift(...this.#engine.events);
    this.#engine = engine;
  }

  /** Picks files on the page. */
  async pick(...files: readonly TestFile[]): Promise<void> {
    for (const file of files) this.#picked.set(file.path, file);
    await this.engine.pick(...files);
  }

  /** Picks a file in another uploader of the same page. */
  async pickInSecond(file: TestFile): Promise<void> {
    this.#picked.set(file.path, file);
    await this.engine.pickInSecond(file);
  }

  /** Drops a folder on the page. */
  async drop(folder: TestFolder): Promise<void> {
    for (const file of folder.files) this.#picked.set(file.path, file);
    await this.engine.drop(folder);
  }

  /** Picks a file with a handle, so that a later page can read it. */
  async pickWithHandle(file: TestFile): Promise<void> {
    this.#picked.set(file.path, file);
    await this.engine.pickWithHandle(file);
  }

  /** Bytes of parts that reached S3's proxy beyond the size of the files: the bytes that were sent twice. */
  get resentBytes(): number {
    const bodies = this.s3.requests.filter(({ method }) => method === 'PUT');
    const sent = bodies.reduce((sum, { bytes }) => sum + bytes, 0);
    return sent - [...this.#picked.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** How often each part was sent, by part number. */
  get attempts(): ReadonlyMap<number, number> {
    const attempts = new Map<number, number>();
    for (const { operation, partNumber = 0 } of this.s3.requests) {
      if (operation !== 'UploadPart') continue;
      attempts.set(partNumber, (attempts.get(partNumber) ?? 0) + 1);
    }
    return attempts;
  }

  /**
   * Checks the invariants of a successful upload. The bucket holds each file once and byte for byte, and no
   * unfinished upload. The browser sent at most `resentBytes` bytes twice. There is one success and no other event.
   * All that happens within `withinMs` milliseconds.
   */
  async arrives(resentBytes: number, withinMs: number): Promise<void> {
    const files = [...this.#picked.values()];
    const successes = files.map(({ name }) => `${name}: completed`).toSorted();
    await this.#settles(successes, withinMs);
    await this.storage.holdsExactly(files);
    expect(this.resentBytes, 'bytes sent twice').toBeLessThanOrEqual(resentBytes);
  }

  /** Checks the invariants of a failed upload. S3 holds nothing, and one error explains the failure. */
  async fails(code: UploadErrorCode, withinMs: number): Promise<void> {
    const failures = [...this.#picked.values()].map(({ name }) => `${name}: ${code}`).toSorted();
    await this.#settles(failures, withinMs);
    await expect.poll(() => this.storage.unfinishedUploads()).toBe(0);
    expect(await this.storage.objects()).toEqual([]);
  }

  async stop(): Promise<void> {
    await this.front.stop();
    for (const backend of this.backends) await backend.stop();
    this.role?.close();
    await this.s3.stop();
    await this.storage.stop();
    await this.files.remove();
  }

  async #openOn(page: Page): Promise<EnginePage> {
    const engine = await EnginePage.create(page, this.front.url, { seed: this.#seed });
    await engine.open();
    return engine;
  }

  async #settles(outcomes: readonly string[], withinMs: number): Promise<void> {
    await expect
      .poll(() => this.engine.outcomes.length, { timeout: withinMs })
      .toBeGreaterThanOrEqual(outcomes.length);
    // Requests in flight could still change the result.
    await expect.poll(() => this.s3.requestsUnderWay + this.front.requestsUnderWay).toBe(0);
    expect(this.engine.outcomes.toSorted()).toEqual(outcomes);
  }
}

const TOKEN_KEYS = `lab:${randomBytes(32).toString('base64')}`;
