import { isCausedByOtherSite } from '@slipway/server/express';
import type { RequestHandler } from 'express';

/**
 * Refuses what pages of other sites load, for example as an image. Links that open a page are admitted. Only
 * browsers send `Sec-Fetch-Site`, so probes and scrapers pass.
 *
 * @see https://web.dev/articles/fetch-metadata
 */
export const refuseOtherSites: RequestHandler = (request, response, next) => {
  const isOther = isCausedByOtherSite(request.get('sec-fetch-site'));
  const isLink = request.method === 'GET' && request.get('sec-fetch-dest') === 'document';
  if (!isOther || isLink) return next();
  response
    .status(403)
    .set('Cache-Control', 'no-store')
    .json({ error: { code: 'forbidden', message: 'Pages of other sites may not load this.' } });
};
