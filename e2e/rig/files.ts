import { createCipheriv, createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const MiB = 1024 ** 2;

/** A file on disk with known bytes. */
export interface TestFile {
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** A folder on disk and its files. */
export interface TestFolder {
  readonly path: string;
  readonly files: readonly TestFile[];
}

/** Creates files of random bytes. The same name and size give the same bytes in every run. */
export class FileFactory {
  readonly #folder: string;
  readonly #seed: string;

  private constructor(folder: string, seed: string) {
    this.#folder = folder;
    this.#seed = seed;
  }

  /** Another `seed` gives other bytes. */
  static async create(seed = ''): Promise<FileFactory> {
    return new FileFactory(await mkdtemp(join(tmpdir(), 'slipway-files-')), seed);
  }

  async make(name: string, size: number): Promise<TestFile> {
    return this.#write(name, size, `${this.#seed}${name}:${size}`);
  }

  /** Creates files of the same size, each with different bytes. */
  async makeMany(names: readonly string[], size: number): Promise<TestFile[]> {
    const files: TestFile[] = [];
    for (const name of names) files.push(await this.make(name, size));
    return files;
  }

  /** Creates a folder with only such files. */
  async makeFolder(name: string, fileNames: readonly string[], size: number): Promise<TestFolder> {
    const path = join(this.#folder, name);
    await mkdir(path);
    const inside = new FileFactory(path, `${this.#seed}${name}/`);
    return { path, files: await inside.makeMany(fileNames, size) };
  }

  /** A file of zeros, which takes no space on the disk. */
  async makeSparse(name: string, size: number): Promise<TestFile> {
    const path = join(this.#folder, name);
    await writeFile(path, '');
    await truncate(path, size);
    const digest = createHash('sha256');
    const zeros = Buffer.alloc(16 * MiB);
    for (let left = size; left > 0; left -= zeros.length) {
      digest.update(zeros.subarray(0, Math.min(left, zeros.length)));
    }
    return { name, path, size, sha256: digest.digest('hex') };
  }

  /** Replaces a file with one of the same name and size but different bytes. */
  async makeTwin({ name, size }: TestFile): Promise<TestFile> {
    return this.#write(name, size, `${this.#seed}twin of ${name}:${size}`);
  }

  /** Flips one bit of a file, in the byte at `offset`. Name, size and time do not change. */
  async alter({ name, path, size }: TestFile, offset: number): Promise<TestFile> {
    const { atimeMs, mtimeMs } = await stat(path);
    const bytes = await readFile(path);
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
    await writeFile(path, bytes);
    await utimes(path, atimeMs / 1_000, mtimeMs / 1_000);
    return { name, path, size, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  async #write(name: string, size: number, seed: string): Promise<TestFile> {
    const path = join(this.#folder, name);
    const digest = createHash('sha256');
    await pipeline(
      Readable.from(randomBytes(seed, size)),
      async function* (chunks) {
        for await (const chunk of chunks) {
          digest.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(path),
    );
    return { name, path, size, sha256: digest.digest('hex') };
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** AES in counter mode over zeros: random enough, seeded, and as fast as the disk. */
function* randomBytes(seed: string, size: number): Generator<Buffer> {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  for (let left = size; left > 0; left -= MiB)
    yield cipher.update(Buffer.alloc(Math.min(left, MiB)));
}
