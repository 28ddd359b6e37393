// Controls that are seen and smaller than 24 CSS pixels (WCAG 2.2, 2.5.8); links in a line of text
// may be as high as the line.
[...document.querySelectorAll("button, summary, input, select, [role=button], [role=slider], a[href]")]
  .filter((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter((e) => !(e.tagName === "A" && getComputedStyle(e).display === "inline"))
  .filter((e) => !(e.tagName === "INPUT" && e.closest("label")))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 23.9 || box.height < 23.9))
  .map(([e, box]) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}: ${Math.round(box.width)}x${Math.round(box.height)}`)
