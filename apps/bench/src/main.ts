import { measureBrowser } from './browser.ts';
import { measureLocalS3 } from './local-s3.ts';
import { measurePeers } from './peers.ts';
import { measurePresigning } from './presign.ts';
import { measurePresigningOverHttp } from './presign-http.ts';
import { measureReplicas } from './replicas.ts';

/** Each answers whether all its bars are cleared. */
const BENCHMARKS: Readonly<Record<string, () => Promise<boolean>>> = {
  presign: measurePresigning,
  'presign-http': measurePresigningOverHttp,
  replicas: measureReplicas,
  browser: measureBrowser,
  'local-s3': measureLocalS3,
  'peers-loopback': () => measurePeers('loopback'),
  'peers-wan': () => measurePeers('wan'),
  'peers-small': () => measurePeers('small'),
  'peers-wide': () => measurePeers('wide'),
};

const wanted = process.argv.slice(2).filter((argument) => argument !== '--');
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(
    `No benchmark ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`,
  );
  process.exit(2);
}
for (const [name, measure] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (!(await measure())) process.exitCode = 1;
}
