import { html, type TemplateResult } from 'lit';
import type { SiteView } from '../../../schemas/read-api.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { nameBeside } from '../ward-name.ts';

/** That there is no such ward, and ways to those that there are. */
export function unknownWard(
  wardId: string,
  wards: readonly Pick<SiteView['wards'][number], 'wardId' | 'name'>[],
  messages: WardMessages,
): TemplateResult {
  return html`<section class="panel" aria-labelledby="choose-title">
    <p class="remark">${messages.unknownWard(wardId)}</p>
    <h2 id="choose-title">${messages.chooseWard}</h2>
    ${
      wards.length === 0
        ? html`<p>${messages.noneKnown}</p>`
        : html`<ul class="ward-links" role="list">
            ${wards.map(
              (ward) => html`<li>
                <a href="/ward?id=${encodeURIComponent(ward.wardId)}"
                  ><b>${ward.wardId}</b> ${nameBeside(ward)}</a
                >
              </li>`,
            )}
          </ul>`
    }
  </section>`;
}
