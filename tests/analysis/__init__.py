"""Tests of comparisons; a package, so that the tests share the making of editions."""
