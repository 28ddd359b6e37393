"""How a layer looks: palettes, classes, sizes, and what the legend says of them."""
