import { createServer } from 'node:net';
import { FrameDecoder, frame } from '../../../services/adapters/hl7v2/frames.ts';

// the limit: finds the frames of a stream, and answers each with a few bytes; keeps nothing
const server = createServer((socket) => {
  const decoder = new FrameDecoder(4_000_000);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    for (const { bytes } of decoder.push(chunk)) {
      const number = bytes.toString('latin1', 0, 200).split('|', 10)[9];
      socket.write(frame(Buffer.from(`MSH|^~\\&\rMSA|AA|${number}\r`)));
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send!({ port: address!.port });
});
process.once('disconnect', () => process.exit());
