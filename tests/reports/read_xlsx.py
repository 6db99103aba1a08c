"""Reads a workbook back: each cell with its type, number format, value and formula, and what the sheet has besides."""
import sys

import openpyxl

values = openpyxl.load_workbook(sys.argv[1], data_only=True)
formulas = openpyxl.load_workbook(sys.argv[1])
print("title", formulas.properties.title, "created", formulas.properties.created.isoformat())
for sheet in formulas:
    print("sheet", sheet.title, "frozen", sheet.freeze_panes, "filter", sheet.auto_filter.ref, "charts",
          len(sheet._charts), "repeats", sheet.print_title_rows)
    head, foot = sheet.oddHeader, sheet.oddFooter
    print("header", head.left.text, "|", head.right.text, "| footer", foot.left.text, "|", foot.right.text)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            shown = values[sheet.title][cell.coordinate]
            print(cell.coordinate, cell.data_type, cell.number_format, repr(shown.value),
                  cell.value if cell.data_type == "f" else "", sep="\t")
