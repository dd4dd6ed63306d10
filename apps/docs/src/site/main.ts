import { writeStaticFiles } from './static-files.ts';

await writeStaticFiles(process.argv[2] ?? '/');
