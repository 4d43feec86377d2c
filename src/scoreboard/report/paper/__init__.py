"""The whole book on paper: one page of everything with still charts, printed to PDF by a browser."""
