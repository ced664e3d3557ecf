import type { Page } from 'playwright-core';

/**
 * Texts of a page that are cut off: their element hides what does not fit, and something does not fit. Texts for
 * screen readers alone are no more than a pixel wide, and are left out.
 */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const cut = [];
    for (const element of document.querySelectorAll('body *')) {
      const { overflowX, overflowY, visibility, fontSize } = getComputedStyle(element);
      if (visibility === 'hidden' || element.clientWidth <= 1 || element.clientHeight <= 1) continue;
      const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
      const wide = hides(overflowX) && element.scrollWidth > element.clientWidth + 1;
      const high = hides(overflowY) && element.scrollHeight > element.clientHeight + parseFloat(fontSize) / 2;
      const text = element.textContent.replace(/\\s+/g, ' ').trim();
      if ((wide || high) && text !== '' && element.getAttribute('title') === null)
        cut.push(element.localName + '.' + element.className + ': ' + text.slice(0, 80));
    }
    return cut;
  })()`);
}
