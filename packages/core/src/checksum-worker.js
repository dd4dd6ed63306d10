// The sources' stand-in for the package's one-file worker. It is JavaScript so that tsc does not overwrite that file in dist.
import './browser/checksum-worker.ts';
