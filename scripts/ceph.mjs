/**
 * Boots a real Ceph (one monitor, one manager, one OSD or more, one gateway, everything in memory) on loopback,
 * runs a command against its S3, and stops it.
 *
 *   node scripts/ceph.mjs -- npx vitest run packages/server/src/express/any-store.test.ts
 *   node scripts/ceph.mjs --osds=3 -- npm run scorecard -- R33
 *
 * The command finds the store in SLIPWAY_TEST_S3_ENDPOINT, SLIPWAY_TEST_S3_KEY and
 * SLIPWAY_TEST_S3_SECRET, and the process IDs of its OSDs, separated by commas, in SLIPWAY_TEST_CEPH_OSDS.
 * With three OSDs or more, Ceph stores every object three times and survives the loss of one OSD. The command can start an
 * ended OSD again, with the configuration file in SLIPWAY_TEST_CEPH_CONF: `ceph-osd -c FILE -f -i 0`. An OSD that got SIGTERM
 * still has its data then. One that got SIGKILL is empty.
 * When the command ends, the script removes all processes and files.
 */
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.mjs';
import { aptInstall, find } from './programs.mjs';
import { run } from './run.mjs';

const PACKAGES = ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'radosgw', 'ceph-common'];
const START_MS = 90_000;
const STOP_MS = 10_000;

const separator = process.argv.indexOf('--');
const command = process.argv.slice(separator + 1);
const osdCount = countOsds(process.argv.slice(2, Math.max(2, separator)));
if (separator < 0 || command.length === 0 || !osdCount) {
  console.error('Usage: node scripts/ceph.mjs [--osds=1] -- COMMAND [ARGUMENTS...]');
  process.exit(2);
}

await ensureCeph();
const dir = await mkdtemp(join(tmpdir(), 'slipway-ceph-'));
const daemons = [];
let stopping = false;
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted.abort();
    void stop().finally(() => process.exit(1));
  });
}
try {
  const store = await start();
  console.log(`Ceph is up: ${store.SLIPWAY_TEST_S3_ENDPOINT}`);
  const [program, ...args] = command;
  process.exitCode = await run(program, args, {
    cwd: process.cwd(),
    env: store,
    signal: interrupted.signal,
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await stop();
}

/** Returns `undefined` for arguments that it does not know. */
function countOsds(options) {
  if (options.length === 0) return 1;
  const [, count] = /^--osds=([1-9])$/.exec(options.join(' ')) ?? [];
  return count && Number(count);
}

function findGateway() {
  return find({ variable: 'RADOSGW_PATH', names: ['radosgw'] });
}

async function ensureCeph() {
  if (findGateway()) return;
  console.log('No Ceph found; installing one.');
  if ((await aptInstall(PACKAGES)) && findGateway()) return;
  console.error(`This needs a Ceph. Install it (Debian: apt-get install ${PACKAGES.join(' ')}).`);
  process.exit(1);
}

async function start() {
  const [monitor, gateway] = await Promise.all([freePort(), freePort()]);
  const fsid = randomUUID();
  const conf = join(dir, 'ceph.conf');
  const to = ['-c', conf];
  const key = randomBytes(10).toString('hex');
  const secret = randomBytes(20).toString('hex');
  const osds = Array.from({ length: osdCount }, (_, i) => String(i));
  const folders = ['mon', 'rgw', 'run', 'log', ...osds.map((id) => `osd${id}`)];
  for (const folder of folders) await mkdir(join(dir, folder));
  await writeFile(conf, configuration(fsid, monitor, gateway));

  const map = join(dir, 'monmap');
  const address = `[v2:127.0.0.1:${monitor}]`;
  await once('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', address, map]);
  await once('ceph-mon', [...to, '--mkfs', '-i', 'a', '--monmap', map, '--keyring', '/dev/null']);
  daemon('ceph-mon', [...to, '-f', '-i', 'a']);
  const ceph = (...args) => once('ceph', [...to, '--connect-timeout', '5', ...args]);
  await until('the monitor answers', () => ceph('-s'));
  daemon('ceph-mgr', [...to, '-f', '-i', 'x']);

  const osdProcesses = [];
  for (const id of osds) {
    const uuid = randomUUID();
    await ceph('osd', 'new', uuid, id);
    await once('ceph-osd', [...to, '-i', id, '--mkfs', '--osd-uuid', uuid]);
    osdProcesses.push(daemon('ceph-osd', [...to, '-f', '-i', id]));
  }
  await until('the OSDs are up', async () => {
    const { num_up_osds: up } = JSON.parse(await ceph('osd', 'stat', '-f', 'json'));
    if (up !== osds.length) throw new Error(`Only ${up} OSDs are up.`);
  });

  const user = ['user', 'create', '--uid=slipway', '--display-name=slipway'];
  const asAdmin = ['-n', 'client.admin', '--admin-socket', ''];
  await once('radosgw-admin', [
    ...to,
    ...asAdmin,
    ...user,
    `--access-key=${key}`,
    `--secret-key=${secret}`,
  ]);
  daemon('radosgw', [...to, '-f', '-n', 'client.rgw']);
  const endpoint = `http://127.0.0.1:${gateway}`;
  await until('the gateway answers', async () => {
    const { ok } = await fetch(endpoint);
    if (!ok) throw new Error('The gateway is not ready.');
  });
  return {
    SLIPWAY_TEST_S3_ENDPOINT: endpoint,
    SLIPWAY_TEST_S3_KEY: key,
    SLIPWAY_TEST_S3_SECRET: secret,
    SLIPWAY_TEST_CEPH_OSDS: osdProcesses.map(({ pid }) => pid).join(),
    SLIPWAY_TEST_CEPH_CONF: conf,
  };
}

/** One of each daemon, no authentication between them, and only logs on disk. */
function configuration(fsid, monitor, gateway) {
  const copies = osdCount < 3 ? 1 : 3;
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitor}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
run dir = ${dir}/run
admin socket = ${dir}/run/$name.asok
log file = ${dir}/log/$name.log
pid file = ${dir}/run/$name.pid
crash dir = ${dir}/run
ms bind ipv6 = false
osd pool default size = ${copies}
osd pool default min size = ${Math.max(1, copies - 1)}
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 2000
[mon]
mon data = ${dir}/mon
[mgr]
mgr data = ${dir}/run
mgr initial modules =
[osd]
osd data = ${dir}/osd$id
osd objectstore = memstore
memstore device bytes = 4294967296
osd class update on start = false
# Otherwise an OSD would not save its data at SIGTERM.
osd fast shutdown = false
# Ceph takes memory for a spinning disk, and would restore ten objects a second while clients wait.
osd recovery sleep hdd = 0
osd recovery sleep hybrid = 0
[client]
# The gateway asks for "secure", which cannot be had without authentication: it would wait for ever.
ms mon client mode = crc
[client.rgw]
rgw data = ${dir}/rgw
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw crypt require ssl = false
# By default it frees the space of deleted objects after two hours.
rgw gc obj min wait = 10
rgw gc processor period = 10
rgw gc processor max time = 10
`;
}

function daemon(program, args) {
  const log = openSync(join(dir, 'log', `${program}.out`), 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log] });
  const exited = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve();
    });
  });
  daemons.push({ program, child, exited });
  return child;
}

/** Runs a program until it ends. @throws with its output when it fails */
function once(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (text) => {
      output += text;
    });
    child.stderr.on('data', (text) => {
      complaints += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve(output);
      reject(new Error(`${program} ended with ${code}: ${complaints.trim().slice(-500)}`));
    });
  });
}

async function until(what, attempt) {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const ended = daemons.find(({ child }) => child.exitCode !== null);
      if (ended || Date.now() > deadline) {
        const { program } = ended ?? daemons.at(-1);
        const log = await readFile(join(dir, 'log', `${program}.out`), 'utf8').catch(() => '');
        throw new Error(`Ceph did not start. Still waiting for: ${what}.\n${log.slice(-1_000)}`, {
          cause: error,
        });
      }
      await wait(200);
    }
  }
}

/** Stops what this script started, the last process first. */
async function stop() {
  if (stopping) return;
  stopping = true;
  for (const { child, exited } of daemons.reverse()) {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(timer);
  }
  await rm(dir, { recursive: true, force: true });
}
