import { measureAdminConsole } from './admin-console.ts';
import { measureBrowser } from './browser.ts';
import { measureChecksums } from './checksums.ts';
import { measureCostPerUpload } from './cost-per-upload.ts';
import { measureHugeFile } from './huge-file.ts';
import { simulateKeyLayouts } from './key-layouts.ts';
import { measureLocalS3 } from './local-s3.ts';
import { measureLongList } from './long-list.ts';
import { simulatePartPlans } from './part-plans.ts';
import { measurePeers, type PeerOptions } from './peers.ts';
import { measurePresigning } from './presign.ts';
import { measurePresigningOverHttp } from './presign-http.ts';
import { measureReplicas } from './replicas.ts';

/** Each benchmark returns whether all its bars are cleared. */
const BENCHMARKS: Readonly<Record<string, (options: PeerOptions) => Promise<boolean>>> = {
  presign: measurePresigning,
  'presign-http': measurePresigningOverHttp,
  replicas: measureReplicas,
  'cost-per-upload': measureCostPerUpload,
  'key-layouts': simulateKeyLayouts,
  'part-plans': simulatePartPlans,
  browser: measureBrowser,
  checksums: measureChecksums,
  'huge-file': measureHugeFile,
  'long-list': measureLongList,
  'admin-console': measureAdminConsole,
  'local-s3': measureLocalS3,
  'peers-loopback': (options) => measurePeers('loopback', options),
  'peers-wan': (options) => measurePeers('wan', options),
  'peers-small': (options) => measurePeers('small', options),
  'peers-wide': (options) => measurePeers('wide', options),
  'peers-uneven': (options) => measurePeers('uneven', options),
  'peers-shared': (options) => measurePeers('shared', options),
  'peers-home': (options) => measurePeers('home', options),
  'peers-phone': (options) => measurePeers('phone', options),
  'peers-lossy': (options) => measurePeers('lossy', options),
};

const QUICK = '--quick';
const given = process.argv.slice(2).filter((argument) => argument !== '--');
const quick = given.includes(QUICK);
const wanted = given.filter((argument) => argument !== QUICK);
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(
    `No benchmark ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`,
  );
  process.exit(2);
}
for (const [name, measure] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (!(await measure({ quick }))) process.exitCode = 1;
}
