"""From the finished page to paper and slides, through a browser that the machine has."""
