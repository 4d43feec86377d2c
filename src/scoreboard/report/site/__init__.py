"""What makes a site of the pages: downloads, citation, change list and feed, site map, descriptions, 404.

Written when the book is built, from the project's own files; every part is left out where its file is missing.
"""
