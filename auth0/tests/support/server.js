'use strict';

const http = require('node:http');
const { once } = require('node:events');

/** A server on a free port of the loopback address that answers as told and keeps what it got; ends with the test. */
async function startServer(test, answer) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }

    requests.push({ method: request.method, path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
    answer(response, requests.length, requests.at(-1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  test.after(() => (server.listening ? stop() : undefined));
  return { url: `http://127.0.0.1:${server.address().port}/api/sms`, requests, stop };
}

/** Answers so; a 200 as the gateway does, unless told otherwise. */
const answers = (status, headers = {}, body = status === 200 ? '{"id":"01J"}' : '') => (response) => response.writeHead(status, headers).end(body);

module.exports = { answers, startServer };
