import { html, nothing, type TemplateResult } from 'lit';
import type { CommonMessages } from '../i18n/messages.ts';
import type { Resource } from './resource.ts';

/**
 * What stands where an answer is not there: that it is waited for, or why there is none and a button
 * to ask again. Nothing once there is an answer.
 */
export function trouble(
  resource: Resource<unknown>,
  messages: CommonMessages,
): TemplateResult | typeof nothing {
  const { failure, detail, value } = resource;
  if (failure === null) {
    return value === null ? html`<p class="waiting">${messages.loading}</p>` : nothing;
  }
  return html`<div class="trouble" role="alert">
    <p>${messages[failure]}</p>
    ${detail === null ? nothing : html`<p lang="en" class="trouble-detail">${detail}</p>`}
    ${
      failure === 'forbidden'
        ? nothing
        : html`<button @click=${() => resource.refresh()}>${messages.retry}</button>`
    }
  </div>`;
}
