"""docbuild: compiler, checker and previewer for the plugin document of WeChat mini-programs."""

__version__ = "0.1.0"
