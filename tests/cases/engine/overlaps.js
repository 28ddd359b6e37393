// What meets the small globe or the scale bar on the screen.
(() => {
  const isSeen = (element) => element.checkVisibility();
  const parts = [...document.querySelectorAll(".sg-globe, .sg-scale")].filter(isSeen);
  const others = [...document.querySelectorAll(
    ".sg-current .sg-card, .sg-legend, .sg-controls, .sg-turn, .sg-attribution, .sg-time, .sg-swipe-caption, .sg-key, .sg-back")].filter(isSeen);
  return parts.flatMap((part) => others.filter((other) => {
    const a = part.getBoundingClientRect(), b = other.getBoundingClientRect();
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }).map((other) => `${part.className} and ${other.className}`));
})()
