import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { FrameDecoder, frame } from '../../../../services/adapters/hl7v2/frames.ts';

const LIMIT = 4_000_000;
const VT = '\x0b';
const FS = '\x1c';

/** Kind and content of each frame of a stream in these chunks, and the bytes of noise. */
function decoded(chunks: readonly (string | Buffer)[], limit = LIMIT): [string[], number] {
  const decoder = new FrameDecoder(limit);
  const frames = chunks.flatMap((chunk) =>
    decoder.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
  );
  return [frames.map(({ kind, bytes }) => `${kind}:${bytes}`), decoder.noise];
}

const A = 'MSH|^~\\&|A\rPV1|1||ÖNH\r';
const B = 'MSH|^~\\&|B\r';
const ONE = Buffer.from(`${VT}${A}${FS}\r`);
const halfLetter = ONE.indexOf(Buffer.from('Ö')) + 1;

describe('a stream of messages', () => {
  it.each([
    ['whole', [ONE], [A]],
    ['byte by byte', [...ONE].map((byte) => Buffer.of(byte)), [A]],
    ['the end and its return apart', [`${VT}${A}`, FS, '\r'], [A]],
    ['two in one chunk', [`${VT}${A}${FS}\r${VT}${B}${FS}\r`], [A, B]],
    ['one and a half, then the rest', [`${VT}${A}${FS}\r${VT}MSH|`, `^~\\&|B\r${FS}\r`], [A, B]],
    ['within a letter of two bytes', [ONE.subarray(0, halfLetter), ONE.subarray(halfLetter)], [A]],
    ['no return after the end', [`${VT}${A}${FS}${VT}${B}${FS}`], [A, B]],
    ['line ends between', [`\r\n${VT}${A}${FS}\r\n\r\n${VT}${B}${FS}\r`], [A, B]],
  ])('%s', (_, chunks, expected) => {
    expect(decoded(chunks)).toEqual([expected.map((message) => `message:${message}`), 0]);
  });

  it('counts and skips noise before and between messages', () => {
    expect(decoded([`GET / HTTP/1.1\r\n${VT}${B}${FS}\rxy${VT}${B}${FS}\r`])).toEqual([
      [`message:${B}`, `message:${B}`],
      16,
    ]);
  });

  it('gives a message of a megabyte whole', () => {
    const large = Buffer.concat([Buffer.from('MSH|'), Buffer.alloc(1_000_000, 'x')]);
    const decoder = new FrameDecoder(LIMIT);
    const stream = frame(large);
    const frames = [];
    for (let at = 0; at < stream.length; at += 65_536) {
      frames.push(...decoder.push(stream.subarray(at, at + 65_536)));
    }
    expect(frames).toEqual([{ kind: 'message', bytes: large }]);
  });

  it('begins again where a message begins inside of one', () => {
    const expected = [['unfinished:MSH|half', `message:${B}`], 0];
    expect(decoded([`${VT}MSH|half${VT}${B}${FS}\r`])).toEqual(expected);
    expect(decoded([`${VT}MSH|ha`, 'lf', VT, `${B}${FS}`])).toEqual(expected);
  });

  it('ends with a message over the limit', () => {
    const expected = [['message:12345678', 'too-large:12345678'], 0];
    const stream = `${VT}12345678${FS}\r${VT}123456789${FS}\r${VT}1${FS}\r`;
    expect(decoded([stream], 8)).toEqual(expected);
    expect(decoded([...stream], 8)).toEqual(expected);
    expect(decoded([`${VT}12345678901`], 8)).toEqual([['too-large:12345678'], 0]);
  });
});

it('gives the same messages for 3 000 random divisions of 1 to 5 messages', () => {
  const random = xoroshiro128plus(20_260_302);
  const below = (bound: number) => ((random.next() % bound) + bound) % bound;
  for (let run = 0; run < 3_000; run++) {
    const messages = Array.from(
      { length: 1 + below(5) },
      (_, at) => `MSH|${'ö'.repeat(below(40))}|${at}`,
    );
    const between = ['\r', '', '\r\n', 'noise\r'][below(4)]!;
    const stream = Buffer.from(messages.map((text) => `${VT}${text}${FS}${between}`).join(''));
    const chunks: Buffer[] = [];
    for (let at = 0; at < stream.length; ) {
      const size = 1 + below(below(2) === 0 ? 3 : 80);
      chunks.push(stream.subarray(at, at + size));
      at += size;
    }
    const noise = between === 'noise\r' ? 5 * messages.length : 0;
    expect(decoded(chunks), `run ${run}`).toEqual([
      messages.map((text) => `message:${text}`),
      noise,
    ]);
  }
});
