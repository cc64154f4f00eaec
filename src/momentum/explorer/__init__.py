"""What the browser's explorer reads: losses, methods and presets, written down once by the engine that defines them."""
