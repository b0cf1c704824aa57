"""The page as a reader holds it: takes points of PDF user space, gives points from the top left of the page upright."""

from lawreport_cli.model import Box

Sides = tuple[list[float], list[float], list[float], list[float]]  # all x0, top, x1 and bottom


class Shown:
    """Maps user space (origin bottom left) to the page with CropBox cut and turned so many quarters clockwise."""

    def __init__(self, left: float, bottom: float, right: float, top: float, quarters: int) -> None:
        self.left, self.bottom, self.right, self.top, self.quarters = left, bottom, right, top, quarters

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        if self.quarters == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def sides(self, flat: list[float]) -> Sides:
        """From left, top, right, bottom of each character in user space, one after the other."""
        left, top, right, bottom = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
        if self.quarters == 1:
            x, y = self.bottom, self.left
            return _less(bottom, x), _less(left, y), _less(top, x), _less(right, y)
        if self.quarters == 2:
            x, y = self.right, self.bottom
            return _from(x, right), _less(bottom, y), _from(x, left), _less(top, y)
        if self.quarters == 3:
            x, y = self.top, self.right
            return _from(x, top), _from(y, right), _from(x, bottom), _from(y, left)
        if self.left:
            left, right = _less(left, self.left), _less(right, self.left)
        return left, _from(self.top, top), right, _from(self.top, bottom)


def _less(values: list[float], origin: float) -> list[float]:
    return [value - origin for value in values]


def _from(origin: float, values: list[float]) -> list[float]:
    return [origin - value for value in values]


def turned_back(box: Box, turn: int, width: float, height: float) -> Box:
    """A box on a page of this size that was turned so many quarters clockwise to be read, on the page as shown."""
    page, x0, top, x1, bottom = box
    if turn == 1:
        return Box(page, top, width - x1, bottom, width - x0)
    if turn == 2:
        return Box(page, width - x1, height - bottom, width - x0, height - top)
    if turn == 3:
        return Box(page, height - bottom, x0, height - top, x1)
    return box
