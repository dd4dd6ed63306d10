import type { DoctorFix } from '@slipway/protocol';
import { headersOfUploads } from './check-cors.ts';
import { mergeLifecycle } from './check-lifecycle.ts';
import { mergeCorsRules } from './cors-rules.ts';
import type { DoctorContext } from './doctor-context.ts';
import type { Trial } from './trial.ts';

/**
 * Adds to the bucket's settings what uploads need, and takes nothing away. What cannot be read is not
 * written either: it could hold rules of the owner's.
 */
export async function applyFix(
  fix: DoctorFix,
  context: DoctorContext,
  trial: Trial,
): Promise<void> {
  const { settings, origins, root } = context;
  switch (fix) {
    case 'cors': {
      const headers = await headersOfUploads(context, trial);
      await settings.writeCors(mergeCorsRules(await settings.readCors(), origins, headers));
      return;
    }
    case 'lifecycle':
      await settings.writeLifecycle(mergeLifecycle(await settings.readLifecycle(), root));
  }
}
