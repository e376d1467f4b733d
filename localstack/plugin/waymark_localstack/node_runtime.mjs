// Lambda's runtime loop for Node.js functions: the CDK's own custom resources. The npm runtime client would need a compiler.
import { existsSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const root = process.env.LAMBDA_TASK_ROOT;
const [, , handlerName] = process.argv;

/** The CDK's handlers answer CloudFormation by https and without a port: that is sent to LocalStack as it is. */
function answerLocalStack(endpoint) {
  const https = require('node:https');
  const secure = https.request;
  https.request = (options, ...rest) =>
    options?.hostname === endpoint.hostname && !options.port
      ? http.request({ ...options, port: endpoint.port, protocol: 'http:' }, ...rest)
      : secure(options, ...rest);
}

function post(url, body, headers = {}) {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

function described(error) {
  return JSON.stringify({
    errorType: error?.name ?? 'Error',
    errorMessage: error?.message ?? String(error),
    trace: (error?.stack ?? '').split('\n'),
  });
}

/** `folder/file.export.of.it` as a function. */
async function load(name) {
  const parts = /^([^.]+)\.(.+)$/.exec(path.basename(name));
  if (!parts) throw new Error(`Bad handler '${name}'`);
  const [, file, exported] = parts;
  const base = path.join(root, path.dirname(name), file);
  const module = existsSync(`${base}.mjs`)
    ? await import(pathToFileURL(`${base}.mjs`))
    : createRequire(path.join(root, 'index.js'))(base);
  const handler = exported.split('.').reduce((at, key) => at?.[key], module);
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(`${name} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  }
  return handler;
}

function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const result = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (typeof result?.then === 'function') result.then(resolve, reject);
    else if (handler.length < 3) resolve(result);
  });
}

async function serve(handler) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const context = {
    awsRequestId: id,
    invokedFunctionArn: next.headers.get('lambda-runtime-invoked-function-arn'),
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result = await call(handler, JSON.parse(await next.text()), context);
    await post(`${api}/invocation/${id}/response`, JSON.stringify(result ?? null));
  } catch (error) {
    console.error(error);
    await post(`${api}/invocation/${id}/error`, described(error), {
      'lambda-runtime-function-error-type': error?.name ?? 'Error',
    });
  }
}

if (process.env.AWS_ENDPOINT_URL) answerLocalStack(new URL(process.env.AWS_ENDPOINT_URL));
let handler;
try {
  handler = await load(handlerName);
} catch (error) {
  console.error(error);
  await post(`${api}/init/error`, described(error));
  process.exit(1);
}
for (;;) await serve(handler);
