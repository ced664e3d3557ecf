/** Holds a screen on the wall awake, and fills it, as far as the browser lets it. */
export class Kiosk {
  private lock: WakeLockSentinel | null = null;
  private readonly onEscape: () => void;

  /** @param onEscape is called when the user leaves the full screen */
  constructor(onEscape: () => void) {
    this.onEscape = onEscape;
  }

  watch(): void {
    document.addEventListener('fullscreenchange', this.onFullscreen);
  }

  unwatch(): void {
    document.removeEventListener('fullscreenchange', this.onFullscreen);
  }

  /** Keeps the screen from sleeping, and fills it if the user has just requested it. */
  async enter(): Promise<void> {
    if (navigator.userActivation?.isActive) {
      await document.documentElement.requestFullscreen?.().catch(() => undefined);
    }
    await this.stayAwake();
    document.addEventListener('visibilitychange', this.again);
  }

  async leave(): Promise<void> {
    document.removeEventListener('visibilitychange', this.again);
    await this.lock?.release().catch(() => undefined);
    this.lock = null;
    if (document.fullscreenElement !== null) await document.exitFullscreen();
  }

  private readonly onFullscreen = () => {
    if (document.fullscreenElement === null) this.onEscape();
  };

  private readonly again = () => {
    if (!document.hidden) void this.stayAwake();
  };

  /** Needs a secure context: elsewhere the device's own settings must do. */
  private async stayAwake(): Promise<void> {
    this.lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
  }
}
