"""Where frames come from."""

import effad_desktop.imaging  # noqa: F401 - before any module imports cv2, which reads its limits once
