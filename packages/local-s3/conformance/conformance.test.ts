import { onTestFinished, test } from 'vitest';
import { BUCKET, startTestServer, TEST_CREDENTIALS } from '../src/testing/test-server.ts';
import { ALL_CHECKS } from './all-checks.ts';
import { CheckContext, MIN_PART } from './check.ts';

for (const { name, run } of ALL_CHECKS) {
  test(name, async () => {
    const options = { minPartSize: MIN_PART, flush: false };
    const { s3, client, internalErrors } = await startTestServer(options);
    onTestFinished(() => {
      if (internalErrors.length > 0) throw internalErrors[0];
    });
    const target = { endpoint: s3.url, region: 'us-east-1', ...TEST_CREDENTIALS };
    await run(new CheckContext(target, client, BUCKET));
  });
}
