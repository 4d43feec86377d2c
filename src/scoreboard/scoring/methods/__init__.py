"""The field's formulas as pure functions of arrays; nothing here knows of states, files or trees."""
