import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, Message } from 'node-hl7-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MllpListener } from '../../../../services/adapters/hl7v2/listen.ts';
import { mavenJars } from '../../../support/maven-jars.ts';
import { contextOf, MemoryJournal } from './memory-journal.ts';
import { fixture, mappingWith } from './messages.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PATHWAYS = join(HERE, '../../../fixtures/adapters/hl7v2/simhospital/pathways.hl7');
const jars = mavenJars(
  join(HERE, 'hapi/pom.xml'),
  fileURLToPath(new URL('../../../../.data/hapi-jars-2.5.1-slf4j-1.7.36', import.meta.url)),
);
if ('missing' in jars) console.warn(`SKIPPED: the sender HAPI, for it needs ${jars.missing}`);

const folder = mkdtempSync(join(tmpdir(), 'hl7-foreign-'));
const at = (name: string) => join(folder, name);
const PASSWORD = 'of-a-test';

beforeAll(() => {
  const run = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  for (const name of ['ca', 'stranger']) {
    run(
      'req',
      '-x509',
      ...key,
      '-subj',
      `/CN=${name}`,
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.crt`),
    );
  }
  for (const name of ['server', 'sender']) {
    const signed = [
      '-CA',
      at('ca.crt'),
      '-CAkey',
      at('ca.key'),
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ];
    run(
      'req',
      '-x509',
      ...key,
      '-subj',
      `/CN=${name}`,
      ...signed,
      '-addext',
      'basicConstraints=critical,CA:false',
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.crt`),
    );
  }
  const store = ['-passout', `pass:${PASSWORD}`, '-out', at('sender.p12')];
  run('pkcs12', '-export', '-inkey', at('sender.key'), '-in', at('sender.crt'), ...store);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: MllpListener[] = [];
afterEach(() => Promise.all(open.splice(0).map((listener) => listener.stop())));

const TLS = { key: at('server.key'), cert: at('server.crt'), ca: at('ca.crt') };

async function listening(tls: boolean) {
  const journal = new MemoryJournal();
  const settings = mappingWith({ processing: ['T'], ...(tls && { tls: TLS }) });
  const listener = new MllpListener(contextOf(settings, journal));
  await listener.start();
  open.push(listener);
  return { journal, listener };
}

const sent = fixture('simhospital/pathways.hl7').map(String);
const numbers = sent.map((text) => text.split('|')[9]);

describe.each([
  ['TCP', false],
  ['TLS', true],
])('over %s', (_, tls) => {
  it('node-hl7-client has every message answered AA', async () => {
    const { journal, listener } = await listening(tls);
    const answers: string[] = [];
    const certificate = (name: string) => ({
      ca: readFileSync(TLS.ca),
      key: readFileSync(at(`${name}.key`)),
      cert: readFileSync(at(`${name}.crt`)),
    });
    const client = new Client({ host: '127.0.0.1', ...(tls && { tls: certificate('sender') }) });
    const done = new Promise<void>((resolve) => {
      const sender = client.createConnection({ port: listener.port, waitAck: true }, (response) => {
        const answer = response.getMessage();
        answers.push(`${answer.get('MSA.1')} ${answer.get('MSA.2')}`);
        if (answers.length === sent.length) void sender.close().then(resolve);
        else void sender.sendMessage(new Message({ text: sent[answers.length]! }));
      });
      sender.on('connect', () => void sender.sendMessage(new Message({ text: sent[0]! })));
    });
    await done;
    expect(answers).toEqual(numbers.map((number) => `AA ${number}`));
    expect(journal.taken).toHaveLength(sent.length);
  });

  it.skipIf('missing' in jars)('HAPI has every message answered AA', async () => {
    const { journal, listener } = await listening(tls);
    const store = (name: string, path: string) => [
      `-Djavax.net.ssl.${name}=${path}`,
      `-Djavax.net.ssl.${name}Type=PKCS12`,
      `-Djavax.net.ssl.${name}Password=${PASSWORD}`,
    ];
    const trust = at('trust.p12');
    const imported = ['-importcert', '-noprompt', '-alias', 'ca', '-file', at('ca.crt')];
    if (tls)
      execFileSync(
        'keytool',
        [...imported, '-keystore', trust, '-storetype', 'PKCS12', '-storepass', PASSWORD],
        { stdio: 'pipe' },
      );
    const { stdout } = await promisify(execFile)('java', [
      ...(tls ? [...store('keyStore', at('sender.p12')), ...store('trustStore', trust)] : []),
      '-cp',
      `${(jars as { folder: string }).folder}/*`,
      join(HERE, 'hapi/Sender.java'),
      String(listener.port),
      String(tls),
      PATHWAYS,
    ]);
    expect(stdout.trim().split('\n')).toEqual(numbers.map((number) => `AA ${number}`));
    expect(journal.taken).toHaveLength(sent.length);
  });
});

it('a sender without a certificate of the authority is not served', async () => {
  const { journal, listener } = await listening(true);
  const answerTo = (name: string | null) =>
    new Promise<string>((resolve) => {
      const certificate =
        name === null
          ? {}
          : { key: readFileSync(at(`${name}.key`)), cert: readFileSync(at(`${name}.crt`)) };
      const authority = { ca: readFileSync(TLS.ca) };
      const socket = connect({
        host: '127.0.0.1',
        port: listener.port,
        ...authority,
        ...certificate,
      });
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk;
        socket.end();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(received));
      socket.write(`\x0b${sent[0]}\x1c\r`);
    });
  expect(await answerTo(null)).toBe('');
  expect(await answerTo('stranger')).toBe('');
  expect(journal.taken).toHaveLength(0);
  expect(await answerTo('sender')).toMatch(/MSA\|AA/);
});
