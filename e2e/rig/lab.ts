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

/** How a lab is set up. */
export interface LabOptions {
  readonly page: Page;
  /** Folder with the built page. @see buildEnginePage */
  readonly pageFolder: string;
  /** Decides over chance in the proxies, in the engine, and over the bytes of the files. */
  readonly seed: number;
  /** More environment for the backends. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** @defaultValue 1 */
  readonly replicas?: number | undefined;
  /** Whether the backend signs with temporary credentials. @defaultValue false */
  readonly asRole?: boolean | undefined;
  /** Where uploads go. @defaultValue a store of the lab's own */
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
 * Uploads under adversity: a browser, the built backend and a real S3 server, with a fault-injecting
 * proxy before each of the two servers. The page lives at the backend's proxy, presigned URLs name that of S3.
 */
export class Lab {
  readonly storage: Storage;
  readonly files: FileFactory;
  /** Before S3, on the way of the browser and of the backend. */
  readonly s3: FaultProxy;
  /** Before the backend; the page comes from here. Takes several backends in turn. */
  readonly front: FaultProxy;
  /** The backend's temporary credentials, where it was asked for them. */
  readonly role: RoleCredentials | undefined;
  readonly backends: Backend[] = [];
  readonly #start: () => Promise<Backend>;
  readonly #seed: number;
  #engine: EnginePage;
  /** Files as they were last picked, by their path. */
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
        // Replicas, and a backend that comes back, have to know each other's tokens.
        SLIPWAY_TOKEN_KEYS: TOKEN_KEYS,
        ...role?.environment,
        ...environment,
      });
    const engine = await EnginePage.create(page, front.url, { seed });
    const lab = new Lab({ storage, files, s3, front, engine, role, start, seed });
    for (let i = 0; i < replicas; i++) await lab.startBackend();
    return lab;
  }

  /** Starts one more backend, behind the same proxy. */
  async startBackend(): Promise<void> {
    const backend = await this.#start();
    this.backends.push(backend);
    this.front.targets = [...this.front.targets, backend.url];
  }

  get engine(): EnginePage {
    return this.#engine;
  }

  /** Goes on with another page, such as that of another browser. What the one before told is kept. */
  async moveTo(page: Page): Promise<void> {
    this.switchTo(await this.#openOn(page));
  }

  /** Opens one more tab of the same browser, with the engine on its page. */
  async openTab(): Promise<EnginePage> {
    return this.#openOn(await this.engine.page.context().newPage());
  }

  /** Goes on with a page that is open already. What the one before told is kept. */
  switchTo(engine: EnginePage): void {
    engine.events.unshift(...this.#engine.events);
    this.#engine = engine;
  }

  /** Hands files to the page. */
  async pick(...files: readonly TestFile[]): Promise<void> {
    for (const file of files) this.#picked.set(file.path, file);
    await this.engine.pick(...files);
  }

  /** Drops a folder on the page. */
  async drop(folder: TestFolder): Promise<void> {
    for (const file of folder.files) this.#picked.set(file.path, file);
    await this.engine.drop(folder);
  }

  /** Hands a file to the page with a handle, by which a later page can read it. */
  async pickWithHandle(file: TestFile): Promise<void> {
    this.#picked.set(file.path, file);
    await this.engine.pickWithHandle(file);
  }

  /** Bytes of parts that came to S3's proxy beyond those of the files: what was sent in vain. */
  get resentBytes(): number {
    const bodies = this.s3.requests.filter(({ method }) => method === 'PUT');
    const sent = bodies.reduce((sum, { bytes }) => sum + bytes, 0);
    return sent - [...this.#picked.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** How often each part was sent, by its number. */
  get attempts(): ReadonlyMap<number, number> {
    const attempts = new Map<number, number>();
    for (const { operation, partNumber = 0 } of this.s3.requests) {
      if (operation !== 'UploadPart') continue;
      attempts.set(partNumber, (attempts.get(partNumber) ?? 0) + 1);
    }
    return attempts;
  }

  /**
   * The standing invariants of an upload that succeeds: each file is in the bucket once and byte for byte,
   * nothing unfinished beside it, at most `resentBytes` sent in vain, one success and nothing else told, and
   * all that within `withinMs` milliseconds.
   */
  async arrives(resentBytes: number, withinMs: number): Promise<void> {
    const files = [...this.#picked.values()];
    const successes = files.map(({ name }) => `${name}: completed`).toSorted();
    await this.#settles(successes, withinMs);
    await this.storage.holdsExactly(files);
    expect(this.resentBytes, 'bytes sent in vain').toBeLessThanOrEqual(resentBytes);
  }

  /** The standing invariants of one that fails: nothing is left at S3, and one error says why. */
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
    // Whatever is still under way could only spoil what was reached.
    await expect.poll(() => this.s3.requestsUnderWay + this.front.requestsUnderWay).toBe(0);
    expect(this.engine.outcomes.toSorted()).toEqual(outcomes);
  }
}

const TOKEN_KEYS = `lab:${randomBytes(32).toString('base64')}`;
