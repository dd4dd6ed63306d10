/** Invokes `handler` of `lambda.js` as a function URL does: each request becomes an event of format 2.0. */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { handler } from './lambda.js';

createServer(async (request, response) => {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const body = await buffer(request);
  const answer = await handler(
    {
      version: '2.0',
      routeKey: '$default',
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: request.headers,
      requestContext: {
        domainName: request.headers.host,
        http: { method: request.method, path: url.pathname, sourceIp: '127.0.0.1' },
      },
      body: body.toString('base64'),
      isBase64Encoded: true,
    },
    {},
  );
  const encoding = answer.isBase64Encoded ? 'base64' : 'utf8';
  response.writeHead(answer.statusCode, answer.headers).end(Buffer.from(answer.body, encoding));
}).listen(process.env.PORT);
