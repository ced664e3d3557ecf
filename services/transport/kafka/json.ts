/** Whether bytes are the JSON of an object. */
export function isObject(text: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(text.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
