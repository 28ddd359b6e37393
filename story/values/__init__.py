"""The values of a layer's fields: chosen, joined, put into words."""
