"""Read the codebook's tables: tab-separated text with comments, checked row by row.

What comes in: a text file whose lines are rows, columns separated by tabs, the first line
that is no comment naming the columns. What goes out: rows that know their line number, so
that whatever is wrong can be said with file and line.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.errors import BadDataFile


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column name, the file and line it stands on."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def bad(self, message: str, *, hint: str | None = None) -> BadDataFile:
        """The error that says what is wrong with this row."""
        return BadDataFile(message, file=self.file, line=self.line, hint=hint)

    def filled(self, column: str) -> str:
        """The cell, which must not be empty.

        Raises
        ------
        BadDataFile
            The cell is empty.
        """
        cell = self.cells[column]
        if not cell:
            raise self.bad(f"column '{column}' is empty; it must hold a value")
        return cell

    def score(self, column: str) -> float:
        """The cell as a score in [-10, 10].

        Raises
        ------
        BadDataFile
            The cell is no number, or lies outside the range.
        """
        cell = self.filled(column)
        try:
            value = float(cell)
        except ValueError:
            value = float("nan")
        if not -10.0 <= value <= 10.0:
            raise self.bad(f"{column} '{cell}' is not a number from -10 to 10")
        return value

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        """The cell, which must be one of ``allowed``.

        Raises
        ------
        BadDataFile
            It is not.
        """
        cell = self.cells[column]
        if cell not in allowed:
            raise self.bad(f"{column} '{cell}' is unknown; allowed: {', '.join(allowed)}")
        return cell

    def listed(self, column: str) -> tuple[str, ...]:
        """The values of a cell that joins several by semicolons; empty if the cell is."""
        return tuple(v.strip() for v in self.cells[column].split(";") if v.strip())


def read_table(text: str, file: str, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a table, in file order.

    Parameters
    ----------
    text
        The file's content.
    file
        Its name, for messages.
    columns
        The columns that it must have, in this order.

    Raises
    ------
    BadDataFile
        A column is missing, or a row has too many or too few cells.
    """
    rows: list[Row] = []
    named = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if " \t" in line or "\t " in line or line[0] == " " or line.endswith((" ", " \r")):
            cells = [cell.strip() for cell in cells]
        if not named:
            if tuple(cells) != columns:
                raise BadDataFile(
                    f"the columns are {', '.join(cells)}; they must be {', '.join(columns)}",
                    file=file,
                    line=number,
                    hint="columns are separated by tabs",
                )
            named = True
            continue
        if len(cells) != len(columns):
            raise BadDataFile(
                f"the row has {len(cells)} columns; it must have {len(columns)}",
                file=file,
                line=number,
                hint="columns are separated by tabs; an empty cell keeps its tab",
            )
        rows.append(Row(file, number, dict(zip(columns, cells, strict=True))))
    return rows


def keyed(rows: list[Row], *columns: str) -> dict[tuple[str, ...], Row]:
    """The rows by the value of some columns, in file order.

    Raises
    ------
    BadDataFile
        Two rows have the same key.
    """
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in found:
            raise row.bad(f"'{' '.join(key)}' is already on line {found[key].line}")
        found[key] = row
    return found
