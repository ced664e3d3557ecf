import { html, nothing, type TemplateResult } from 'lit';
import type { SuggestedLevels } from '../../../schemas/read-api.ts';
import { address } from '../api.ts';
import { loadStatus } from '../page/load-status.ts';
import { Panel, type Source } from './panel.ts';
import { siteFileText, suggestedTable } from './suggested-levels.ts';

/** A proposal of what the manager may decide the levels of the chosen wards from; loaded when it is opened. */
export class LevelsPanel extends Panel {
  static override properties = {
    ...Panel.properties,
    isOpen: { state: true },
  };
  declare private isOpen: boolean;
  protected override readonly name = 'levels';
  private readonly suggested = this.resource<SuggestedLevels>(() =>
    this.isOpen ? address('/v1/levels/suggested', { wards: this.query.wards.join(',') }) : null,
  );

  constructor() {
    super();
    this.isOpen = false;
  }

  protected override heading(): string {
    return this.messages.levelsTitle;
  }

  protected override sources(): readonly Source[] {
    return [];
  }

  protected override method(): readonly string[] {
    return [this.messages.levelsMethod, this.messages.levelMethod];
  }

  protected override content(): TemplateResult {
    const { messages, isOpen, suggested } = this;
    return html`<p class="help">${messages.levelsHelp}</p>
      ${
        isOpen
          ? html`${loadStatus(suggested, messages)}
            ${suggested.value === null ? nothing : this.proposal(suggested.value)}`
          : html`<button @click=${() => this.open()}>${messages.levelsShow}</button>`
      }`;
  }

  private proposal(suggested: SuggestedLevels): TemplateResult {
    const { messages, format } = this;
    const [first] = suggested.items;
    if (first === undefined) return html`<p class="remark">${messages.noData}</p>`;
    const text = siteFileText(suggested.items);
    return html`<p>${messages.levelsPeriod(first.from, first.to)}</p>
      ${suggestedTable(suggested, messages, format)}
      ${
        text === null
          ? nothing
          : html`<details class="fold">
              <summary>${messages.levelsFile}</summary>
              <p class="help">${messages.levelsFileHelp}</p>
              <div class="scroll" tabindex="0" role="region" aria-label=${messages.levelsFile}>
                <pre class="site-file">${text}</pre>
              </div>
              <p class="exports">
                <a
                  href="data:application/json;charset=utf-8,${encodeURIComponent(text)}"
                  download="agreed.json"
                  >${messages.levelsSave}</a
                >
              </p>
            </details>`
      }`;
  }

  private open(): void {
    this.isOpen = true;
  }
}
