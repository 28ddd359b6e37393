"""Turn layers and narrative steps into one scrollable Folium page."""

__version__ = "0.1.0"
