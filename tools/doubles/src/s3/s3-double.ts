import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../listen.ts';
import { S3Fault } from './s3-fault.ts';
import { text, xml } from './xml.ts';

/** A server that speaks enough of S3's protocol for the SDK's object calls, and keeps its objects in memory. */
export interface S3Double {
  /** For the SDK's `endpoint`, with `forcePathStyle`. */
  readonly endpoint: string;
  /** The objects of a bucket by key, as they lie there. */
  bucket(name: string): Map<string, Buffer>;
  stop(): Promise<void>;
}

export interface S3DoubleOptions {
  readonly buckets: readonly string[];
  /** The most keys that one listing gives; S3 gives a thousand. */
  readonly listPage?: number;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Requests must be signed, though no signature is checked. What it does not know it answers with NotImplemented. */
export async function startS3Double({ buckets, listPage = 1000 }: S3DoubleOptions): Promise<S3Double> {
  const stored = new Map(buckets.map((it) => [it, new Map<string, Buffer>()]));
  const bucket = (name: string) => {
    const found = stored.get(name);
    if (!found) throw new S3Fault(404, 'NoSuchBucket', `The specified bucket does not exist: ${name}`);
    return found;
  };
  const answer = handler(bucket, listPage);
  const server = createServer(async (request, response) => {
    const {
      status = 200,
      headers = {},
      body = '',
    } = await answer(request).catch((error: unknown): Answer => {
      const fault = error instanceof S3Fault ? error : new S3Fault(500, 'InternalError', String(error));
      return { status: fault.status, body: xml('Error', { Code: fault.code, Message: fault.message }) };
    });
    response.writeHead(status, {
      'content-type': typeof body === 'string' ? 'application/xml' : 'application/octet-stream',
      'content-length': Buffer.byteLength(body),
      'x-amz-request-id': randomUUID(),
      ...headers,
    });
    response.end(request.method === 'HEAD' ? '' : body);
  });
  return { ...(await listen(server)), bucket };
}

function handler(bucket: (name: string) => Map<string, Buffer>, listPage: number) {
  const uploads = new Map<string, Map<number, Buffer>>();
  const parts = (id: string) => {
    const found = uploads.get(id);
    if (!found) throw new S3Fault(404, 'NoSuchUpload', 'The specified upload does not exist.');
    return found;
  };

  return async (request: IncomingMessage): Promise<Answer> => {
    const body = await buffer(request);
    refuseUnknown(request);
    const { pathname, searchParams: query } = new URL(request.url!, 'http://s3');
    const [name = '', ...path] = pathname.slice(1).split('/').map(decodeURIComponent);
    const key = path.join('/');
    const objects = bucket(name);
    const uploadId = query.get('uploadId');
    switch (
      `${request.method} ${key === '' ? 'bucket' : 'object'}${uploadId || query.has('uploads') ? ' upload' : ''}`
    ) {
      case 'GET bucket':
        return { body: list(name, objects, query, listPage) };
      case 'PUT object': {
        const source = request.headers['x-amz-copy-source'];
        const stored = source === undefined ? body : copySource(String(source), bucket);
        objects.set(key, stored);
        const tag = etag(stored);
        return source === undefined
          ? { headers: { etag: tag } }
          : { body: xml('CopyObjectResult', { ETag: tag, LastModified: new Date(0).toISOString() }) };
      }
      case 'HEAD object':
      case 'GET object': {
        const found = objects.get(key);
        if (!found) throw new S3Fault(404, 'NoSuchKey', 'The specified key does not exist.');
        const { range } = request.headers;
        if (range === undefined) return { headers: { etag: etag(found) }, body: found };
        const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
        if (start === undefined)
          throw new S3Fault(501, 'NotImplemented', `This double does not know the range ${range}`);
        if (Number(start) >= found.length) throw new S3Fault(416, 'InvalidRange', 'The range starts past the end.');
        const part = found.subarray(Number(start), Number(end) + 1);
        const of = `bytes ${start}-${Number(start) + part.length - 1}/${found.length}`;
        return { status: 206, headers: { etag: etag(found), 'content-range': of }, body: part };
      }
      case 'DELETE object':
        objects.delete(key);
        return { status: 204 };
      case 'POST object upload': {
        if (uploadId === null) {
          const id = randomUUID();
          uploads.set(id, new Map());
          return { body: xml('InitiateMultipartUploadResult', { Bucket: name, Key: key, UploadId: id }) };
        }
        const numbers = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map((it) => Number(it[1]));
        const pieces = numbers.map((it) => parts(uploadId).get(it));
        if (pieces.length === 0 || pieces.includes(undefined))
          throw new S3Fault(400, 'InvalidPart', 'A part is missing.');
        objects.set(key, Buffer.concat(pieces as Buffer[]));
        uploads.delete(uploadId);
        return { body: xml('CompleteMultipartUploadResult', { Bucket: name, Key: key, ETag: '"multipart"' }) };
      }
      case 'PUT object upload':
        parts(uploadId!).set(Number(query.get('partNumber')), body);
        return { headers: { etag: etag(body) } };
      case 'DELETE object upload':
        parts(uploadId!);
        uploads.delete(uploadId!);
        return { status: 204 };
      default:
        throw new S3Fault(501, 'NotImplemented', `This double has no ${request.method} of ${request.url}`);
    }
  };
}

const known = new Set([
  'x-id',
  'uploads',
  'uploadId',
  'partNumber',
  'list-type',
  'prefix',
  'continuation-token',
  'max-keys',
]);

function refuseUnknown({ url, headers }: IncomingMessage): void {
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 '))
    throw new S3Fault(403, 'AccessDenied', 'The request is not signed.');
  const names = [...new URL(url!, 'http://s3').searchParams.keys()].filter((it) => !known.has(it));
  if (headers['content-encoding']?.includes('aws-chunked')) names.push('aws-chunked');
  if (names.length > 0) throw new S3Fault(501, 'NotImplemented', `This double does not know ${names.join(', ')}`);
}

function copySource(source: string, bucket: (name: string) => Map<string, Buffer>): Buffer {
  const [name = '', ...path] = source.replace(/^\//, '').split('/').map(decodeURIComponent);
  const found = bucket(name).get(path.join('/'));
  if (!found) throw new S3Fault(404, 'NoSuchKey', 'The specified key does not exist.');
  return found;
}

function list(name: string, objects: Map<string, Buffer>, query: URLSearchParams, page: number): string {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const limit = Math.min(Number(query.get('max-keys') ?? page), page);
  const keys = [...objects.keys()].filter((it) => it.startsWith(prefix) && it > after).sort();
  const shown = keys.slice(0, limit);
  const contents = shown.map((it) =>
    xml('Contents', { Key: it, Size: objects.get(it)!.length, ETag: etag(objects.get(it)!) }, false),
  );
  const isTruncated = keys.length > shown.length;
  const fields = { Name: name, Prefix: prefix, KeyCount: shown.length, MaxKeys: limit, IsTruncated: isTruncated };
  const next = isTruncated ? { NextContinuationToken: shown.at(-1)! } : {};
  return text('ListBucketResult', `${xml('', { ...fields, ...next }, false)}${contents.join('')}`);
}

const etag = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;
