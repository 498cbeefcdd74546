"""Visual inspection that learns from good images only (EfficientAD, arXiv 2303.14535)."""

__version__ = "0.1.0"
