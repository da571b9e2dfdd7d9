"""Models that paint images in the style of other images."""
