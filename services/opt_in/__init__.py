"""Opt-in: links, codes and forms by which people say that they may be written to, with proof."""
