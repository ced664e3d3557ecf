import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Says when a page begins and ends to be for paper: before a browser prints, and where print is shown without it. What
 * `onChange` draws at once is what is printed.
 */
export class Printing implements ReactiveController {
  private readonly onChange: (isPrinting: boolean) => void;
  private readonly media = matchMedia('print');

  constructor(host: ReactiveControllerHost, onChange: (isPrinting: boolean) => void) {
    this.onChange = onChange;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.begin);
    addEventListener('afterprint', this.end);
    this.media.addEventListener('change', this.change);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.begin);
    removeEventListener('afterprint', this.end);
    this.media.removeEventListener('change', this.change);
  }

  private readonly begin = () => this.onChange(true);
  private readonly end = () => this.onChange(false);
  private readonly change = () => this.onChange(this.media.matches);
}
