"""What a test looks up must be there; the emulator's tests, which stand alone, hold it."""

from tests.emulator.present import present

__all__ = ["present"]
