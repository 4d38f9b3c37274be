"""How long a site of many records takes to build, and how large it is."""
