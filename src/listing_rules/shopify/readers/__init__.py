"""Every payload shape, read to one Product: detection, one module or a few for each shape, and streams of them."""
