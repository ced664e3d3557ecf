import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../schemas/instant.ts';
import { answersTo, type Outcome } from '../../../../services/adapters/hl7v2/acknowledge.ts';
import { fixture } from './messages.ts';

/** The answers to a message, without their frames and in the encoding that the message has. */
function answers(
  message: string | Buffer,
  outcome: Outcome = 'kept',
  mode: 'original' | 'enhanced' | 'by-message' = 'original',
): string[] {
  const bytes = typeof message === 'string' ? Buffer.from(message) : message;
  let id = 0;
  const context = { mode, now: parseInstant('2026-03-02T08:15:00.5Z'), nextId: () => `N${++id}` };
  return answersTo(bytes, outcome, context).map(({ bytes: sent }) => {
    expect([sent[0], ...sent.subarray(-2)]).toEqual([0x0b, 0x1c, 0x0d]);
    return sent.subarray(1, -2).toString();
  });
}

const message = (version = '2.5', wishes = '|') =>
  `MSH|^~\\&|EHR|LUND|VI|SKÅNE|20260302||ADT^A01^ADT_A01|ctl-7|P|${version}|||${wishes}||UNICODE UTF-8\rPID|1||191212121212||Ek^Tolvan`;

const MSH = (id: number, version = '2.5') =>
  `MSH|^~\\&|VI|SKÅNE|EHR|LUND|20260302081500+0000||ACK^A01^ACK|N${id}|P|${version}||||||UNICODE UTF-8\r`;

describe('the answer', () => {
  it('says that the message is kept', () => {
    expect(answers(message())).toEqual([`${MSH(1)}MSA|AA|ctl-7\r`]);
  });

  it('has a code of what is wrong from version 2.5 on, a text before', () => {
    const errors =
      'ERR|||207^Application internal error^HL70357|E||||Not stored now, send it again\r';
    expect(answers(message('2.5'), 'not-kept')).toEqual([`${MSH(1)}MSA|AE|ctl-7\r${errors}`]);
    expect(answers(message('2.5.1'), 'not-kept')).toEqual([
      `${MSH(1, '2.5.1')}MSA|AE|ctl-7\r${errors}`,
    ]);
    expect(answers(message('2.3'), 'not-kept')).toEqual([
      `${MSH(1, '2.3')}MSA|AE|ctl-7|Not stored now, send it again\r`,
    ]);
  });

  it.each([
    ['wrong-processing', '202'],
    ['wrong-sender', '207'],
    ['not-hl7', '100'],
    ['too-large', '207'],
    ['bad-charset', '102'],
  ] as const)('to what is refused as %s is AR with %s', (outcome, code) => {
    const [answer] = answers(message(), outcome);
    expect(answer).toMatch(new RegExp(`MSA\\|AR\\|ctl-7\\rERR\\|\\|\\|${code}\\^`));
  });

  it('repeats the number of the message byte for byte', () => {
    for (const encoding of ['windows-1252', 'utf-8', 'cp850']) {
      const id = iconv.encode('ÅÄÖ-é', encoding);
      const sent = Buffer.concat([
        Buffer.from('MSH|^~\\&|A|B|C|D|||ADT^A01|'),
        id,
        Buffer.from('|P|2.3'),
      ]);
      const [answer] = answersTo(sent, 'kept', { mode: 'original', now: 0, nextId: () => '1' });
      expect(
        answer!.bytes.includes(Buffer.concat([Buffer.from('MSA|AA|'), id, Buffer.from('\r')])),
      ).toBe(true);
    }
  });

  it('is divided as the message is', () => {
    const other = message().replaceAll('|', '#').replaceAll('^', '*').replace('#*~', '#*~');
    expect(answers(other)[0]).toBe(
      `${MSH(1)}MSA|AA|ctl-7\r`.replaceAll('|', '#').replaceAll('^', '*'),
    );
  });

  it('to what has no number, or no header, names none', () => {
    expect(answers('MSH|^~\\&|A|B|C|D|||ADT^A01||P|2.3')[0]).toMatch(/\rMSA\|AA\r$/);
    expect(answers('Tolvan Ek', 'not-hl7')[0]).toMatch(
      /^MSH\|\^~\\&\|{5}20260302081500\+0000\|\|ACK\|N1\|P\|2.5\rMSA\|AR\rERR/,
    );
  });
});

describe('the mode of the channel', () => {
  const codes = (outcome: Outcome, mode: 'original' | 'enhanced' | 'by-message', wishes = '|') =>
    answers(message('2.5', wishes), outcome, mode).map((answer) => /MSA\|(..)/.exec(answer)![1]);

  it.each([
    ['original', '|', ['AA'], ['AE'], ['AR']],
    ['original', 'NE|NE', ['AA'], ['AE'], ['AR']],
    ['enhanced', '|', ['CA'], ['CE'], ['CR']],
    ['by-message', '|', ['AA'], ['AE'], ['AR']],
    ['by-message', 'AL|AL', ['CA', 'AA'], ['CE'], ['CR']],
    ['by-message', 'AL|NE', ['CA'], ['CE'], ['CR']],
    ['by-message', 'NE|AL', ['AA'], ['AE'], ['AR']],
    ['by-message', 'SU|SU', ['CA', 'AA'], [], []],
    ['by-message', 'ER|NE', [], ['CE'], ['CR']],
    ['by-message', 'NE|NE', [], [], []],
  ] as const)('%s with %s', (mode, wishes, kept, notKept, refused) => {
    expect(codes('kept', mode, wishes)).toEqual(kept);
    expect(codes('not-kept', mode, wishes)).toEqual(notKept);
    expect(codes('wrong-processing', mode, wishes)).toEqual(refused);
  });
});

it('repeats nothing of a patient, whatever became of the message', () => {
  for (const bytes of fixture('simhospital/pathways.hl7')) {
    const lines = bytes.toString().split('\r');
    const words = lines
      .filter((line) => /^(?:PID|NK1|MRG|PV1|EVN|AL1|NTE)/.test(line))
      .flatMap((line) => line.split(/[|^~& ]/))
      .filter((word) => word.length > 3 && !lines[0]!.includes(word));
    expect(words.length).toBeGreaterThan(10);
    for (const outcome of ['kept', 'not-kept', 'not-hl7', 'wrong-processing'] as const) {
      const sent = answers(bytes, outcome)
        .join('')
        .replace(/20260302081500/, '');
      expect(words.filter((word) => sent.includes(word))).toEqual([]);
    }
  }
});
