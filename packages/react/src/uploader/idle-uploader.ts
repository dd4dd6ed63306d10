import { idleUploader } from '@slipway/core';
import { placeholders } from './use-uploader.ts';

placeholders.add(idleUploader);

export { idleUploader };
