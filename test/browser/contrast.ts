import type { Page } from 'playwright-core';

/**
 * Texts of a page whose contrast to what is behind them is below 4.5 (WCAG 2.2, success criterion 1.4.3, level AA; its
 * definitions of relative luminance and contrast ratio). Colours are read by painting them, since style sheets may mix them.
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const brush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const rgba = (color) => {
      if (!known.has(color)) {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = color;
        brush.fillRect(0, 0, 1, 1);
        known.set(color, [...brush.getImageData(0, 0, 1, 1).data]);
      }
      return known.get(color);
    };
    const luminance = ([r, g, b]) => {
      const [red, green, blue] = [r, g, b].map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element) => {
      for (let each = element; each; each = each.parentElement) {
        const color = rgba(getComputedStyle(each).backgroundColor);
        if (color[3] === 255) return color;
      }
      return [255, 255, 255, 255];
    };
    const ratio = (element) => {
      const style = getComputedStyle(element);
      const [a, b] = [rgba(element instanceof SVGElement ? style.fill : style.color), behind(element)].map(luminance);
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    const spoken = [...document.body.querySelectorAll('*')].filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '') && !['SCRIPT', 'STYLE', 'title', 'desc'].includes(element.tagName));
    return spoken.filter((element) => ratio(element) < 4.5).map((element) => element.textContent.slice(0, 40) + ' ' + ratio(element).toFixed(2));
  })()`);
}
