"""Official texts of statutes, kept in the data folder: an SQLite database.

Unlike the index they are not derived from the corpus: they come from files of the operator's.
"""
