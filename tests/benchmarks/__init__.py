"""Measurements, run by hand on an archive that is there (ARCHIVE_DATA_DIR); they assert nothing and are no tests."""
