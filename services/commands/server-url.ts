import { InvalidArgumentError } from 'commander';

/** Parses the address of a server: http or https. */
export function serverUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError(
      'Expected the address of a server, such as http://127.0.0.1:8080.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('Expected an address without user name and password.');
  }
  return url;
}
