/** Sets a parameter of the address, which holds what is chosen for this visit; `null` removes it. */
export function setQueryParameter(name: string, value: string | null): void {
  const search = new URLSearchParams(location.search);
  if (value === null) search.delete(name);
  else search.set(name, value);
  const query = search.size === 0 ? '' : `?${search}`;
  history.replaceState(history.state, '', `${location.pathname}${query}`);
}
