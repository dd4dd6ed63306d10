#!/usr/bin/env node
import { runInit } from '@slipway/server/init';

await runInit(process.argv.slice(2), 'npm create slipway@latest --');
