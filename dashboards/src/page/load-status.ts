import { html, nothing, type TemplateResult } from 'lit';
import type { CommonMessages } from '../i18n/messages.ts';
import type { Resource } from './resource.ts';

/**
 * Shows that a resource is loading, or why it failed with a button to retry. Nothing once it has a value.
 */
export function loadStatus(
  resource: Resource<unknown>,
  messages: CommonMessages,
): TemplateResult | typeof nothing {
  const { failure, detail, value } = resource;
  if (failure === null) {
    return value === null ? html`<p class="waiting">${messages.loading}</p>` : nothing;
  }
  return html`<div class="load-problem" role="alert">
    <p>${messages[failure]}</p>
    ${detail === null ? nothing : html`<p lang="en" class="load-problem-detail">${detail}</p>`}
    ${
      failure === 'forbidden'
        ? nothing
        : html`<button @click=${() => resource.refresh()}>${messages.retry}</button>`
    }
  </div>`;
}
