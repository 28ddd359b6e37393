// Where the keyboard is: what has the focus, whether that shows, and whether something lies on it.
(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const inside = (x, y) => x >= 0 && y >= 0 && x < window.innerWidth && y < window.innerHeight;
  const spots = [0.5, 0.15, 0.85].flatMap((u) => [0.5, 0.2, 0.8].map((v) =>
    [box.left + box.width * u, box.top + Math.min(box.height, window.innerHeight) * v]));
  const seen = spots.filter(([x, y]) => inside(x, y)).some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element));
  });
  // a part of a drawing has a ring in the drawing itself
  const ringed = element.ownerSVGElement && [...element.children].map((part) => getComputedStyle(part))
    .some(({stroke, strokeWidth}) => stroke !== "none" && parseFloat(strokeWidth) >= 3);
  const outlined = ringed || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  return {
    name: `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} ${(element.getAttribute("aria-label") || element.textContent).trim().slice(0, 40)}`,
    order: element.closest(".sg-step") ? Number([...document.querySelectorAll(".sg-step")].indexOf(element.closest(".sg-step"))) : -1,
    seen, outlined, step: element.classList.contains("sg-step"),
  };
})()
